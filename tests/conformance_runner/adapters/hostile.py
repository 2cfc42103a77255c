"""An adapter that answers well, and on every fifth question does the harm it is told to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from aeo_exchange.conformance.own import answer

EVERY = 5
HUGE = 64 << 20


def hang(_message):
    time.sleep(600)


def crash(_message):
    os.abort()


def leave(_message):
    sys.exit(0)


def print_garbage(_message):
    print("Exception in thread main: \x1b[2J", flush=True)


def print_bytes(_message):
    sys.stdout.buffer.write(b"\xff\xfe\x00{}\n")
    sys.stdout.flush()


def answer_another(message):
    print(json.dumps({"seq": message["seq"] + 1, "verdict": "VALID"}), flush=True)


def answer_twice(message):
    line = json.dumps({"seq": message["seq"], "error": {"message": "once"}})
    print(line, line, sep="\n", flush=True)


def say_two_things(message):
    told = {"seq": message["seq"], "verdict": "VALID", "unsupported": True}
    print(json.dumps(told), flush=True)


def print_too_much(_message):
    while True:
        print("x" * (1 << 16), end="", flush=True)


def flood(_message):
    while True:
        print("{}", flush=True)


def eat_memory(_message):
    kept = []
    while True:
        kept.append(bytearray(os.urandom(1 << 20)) * 64)


def fork(_message):
    children = [subprocess.Popen(["sleep", "600"]) for _ in range(40)]
    time.sleep(600)
    return children


def main() -> None:
    harm = globals()[sys.argv[1]]
    for line in sys.stdin:
        message = json.loads(line)
        if message["cmd"] == "bye":
            return
        if message["cmd"] == "run" and message["seq"] % EVERY == 0:
            harm(message)
            continue
        print(json.dumps(answer(message)), flush=True)


main()
