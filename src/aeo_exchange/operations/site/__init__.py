"""The site on which streams are published: written every night, and checked file by file."""
