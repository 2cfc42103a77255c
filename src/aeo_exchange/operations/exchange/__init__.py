"""What two administrations send each other: profile, snapshot, delta, answer, sealed file."""
