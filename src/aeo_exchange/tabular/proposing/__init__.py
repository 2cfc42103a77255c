"""A sheet that nobody described, to a layout that a person corrects."""
