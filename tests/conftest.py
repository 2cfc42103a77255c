"""Hypothesis profiles, and the strategies on the path of every test."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

# Tests are no package (importlib mode), so `import strategies` needs its folder on the path.
sys.path.insert(0, str(Path(__file__).parent))

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("quick", max_examples=60, deadline=None, suppress_health_check=SLOW)
settings.register_profile(
    "ci", max_examples=2000, deadline=None, derandomize=True, suppress_health_check=SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
