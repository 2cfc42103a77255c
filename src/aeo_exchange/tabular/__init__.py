"""What others arrange: a file, read by its layout, to records, candidates and refused rows."""
