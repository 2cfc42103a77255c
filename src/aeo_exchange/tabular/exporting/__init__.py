"""Records to the file of a partner: a layout read backwards, and what it cannot hold."""
