"""An adapter that answers well, and takes its time for every question."""

from __future__ import annotations

import json
import sys
import time

from aeo_exchange.conformance.own import answer

print("ready", file=sys.stderr, flush=True)
for line in sys.stdin:
    message = json.loads(line)
    if message["cmd"] == "bye":
        break
    if message["cmd"] == "run":
        time.sleep(0.3)
    print(json.dumps(answer(message)), flush=True)
