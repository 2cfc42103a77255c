"""The definitions of cases, one module per area of rules or family of cases; `areas` has all."""
