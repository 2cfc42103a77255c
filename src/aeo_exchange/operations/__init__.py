"""The verbs of the toolkit, one module each; programs find them on the face, `aeo_exchange`."""
