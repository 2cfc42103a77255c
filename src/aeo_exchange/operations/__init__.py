"""The verbs of the toolkit, one module each; with the model, the public API."""
