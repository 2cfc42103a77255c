"""The importer as a ledger: the records of the previous result, and what the next file says."""
