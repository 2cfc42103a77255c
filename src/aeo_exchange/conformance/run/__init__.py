"""Suite and adapter to answers: what is asked, in which order and form, session by session."""
