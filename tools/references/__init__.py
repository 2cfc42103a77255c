"""Printed references: of the library by its signatures, of the command line by its options."""
