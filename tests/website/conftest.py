"""What builds the site is a tool beside the package: its modules are found here alone."""

from __future__ import annotations

import sys
from pathlib import Path

TOOLS = Path(__file__).parents[2] / "tools"
sys.path.extend([str(TOOLS), str(TOOLS / "website")])
