"""What is known of programmes, arrangements, identifiers, size classes, rules and codes."""
