"""Workbooks of Office Open XML (ISO/IEC 29500), read as a stream and written row by row."""
