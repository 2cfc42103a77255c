"""What a run found, in one shape, and every form that it is shown in."""
