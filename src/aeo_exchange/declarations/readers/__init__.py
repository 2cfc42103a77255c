"""One reader for each form of declarations; `contents` says which takes a content."""
