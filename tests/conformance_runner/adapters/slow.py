"""An adapter that tells in a folder that it was asked, and takes its time for every answer."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from aeo_exchange.conformance.adapters.own.product import answer

for line in sys.stdin:
    message = json.loads(line)
    if message["cmd"] == "bye":
        break
    if message["cmd"] == "run":
        (Path(sys.argv[1]) / str(os.getpid())).touch()
        time.sleep(0.3)
    print(json.dumps(answer(message)), flush=True)
