"""What trust rests on: keys, trust lists and status lists, made, changed and checked."""
