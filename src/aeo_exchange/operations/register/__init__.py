"""The register of what was received: messages applied, questions, care; and own records."""
