"""What others arrange: a partner's file, read by a layout, to records, candidates and refused rows."""
