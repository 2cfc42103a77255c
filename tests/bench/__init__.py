"""Speed as ratios measured in one run; never asserted in a test."""

import sys
from pathlib import Path

# What tests share is imported from tests/, as pytest has it (pythonpath in pyproject.toml).
sys.path.insert(0, str(Path(__file__).parents[1]))
