"""Answers to what became of each case; shares no reader and no verifier with the toolkit."""
