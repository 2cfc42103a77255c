"""An adapter whose child leaves the session, keeps the pipes open, and is nobody's child."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        with Path(sys.argv[1]).open("a", encoding="ascii") as told:
            told.write(f"{os.getpid()}\n")
        time.sleep(600)
    os._exit(0)
os.wait()
if sys.argv[2] == "leave":
    sys.exit(3)
time.sleep(600)
