"""Speed as ratios measured in one run; never asserted in a test."""

import sys
from pathlib import Path

# What tests share is imported from tests/, what they share with cases from tools/cases, as pytest
# has it (pythonpath in pyproject.toml).
TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "tools" / "cases")]
