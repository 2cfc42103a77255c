"""An adapter that answers well, and on every fifth question does the harm it is told to.

What is well answered it reads in a list: harm ends it again and again, and our implementation
would take most of the time of a test to start.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

EVERY = 5
MUCH = 350 << 20  # more than the tests allow, and no more than a machine has
with open(sys.argv[2], encoding="utf-8") as told:  # noqa: PTH123 pathlib takes its time to load
    ANSWERS = json.load(told)


def answer(message):
    """Return what our implementation answers about the document of a message."""
    if message["cmd"] != "run":
        return ANSWERS[message["cmd"]]
    return {**ANSWERS[message["inputs"]["document"]["content"]], "seq": message["seq"]}


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
    kept = bytearray(os.urandom(1 << 20)) * (MUCH >> 20)
    time.sleep(600)
    return kept


def fork(_message):
    children = [subprocess.Popen(["sleep", *sys.argv[3:], "600"]) for _ in range(40)]
    time.sleep(600)
    return children


def _say(text):
    sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
    sys.stdout.flush()


def _with(message, members):
    _say(f'{{"seq":{message["seq"]},"verdict":"VALID",{members}}}\n')


def nest_deeply(message):
    _with(message, '"x":' + "[" * 500_000 + "]" * 500_000)


def nest_in_a_member(message):
    _with(message, '"findings":' + "[" * 5_000 + "]" * 5_000)


def nest_objects(message):
    _with(message, '"x":' + '{"x":' * 5_000 + "1" + "}" * 5_000)


def tell_infinity(message):
    _with(message, '"findings":[{"record":1e999}]')


def tell_nan(message):
    _with(message, '"findings":[{"record":NaN}]')


def tell_a_huge_number(message):
    _with(message, '"findings":[{"record":1' + "0" * 10_000 + "}]")


def tell_half_a_character(message):
    _with(message, '"findings":[{"message":"\\ud800"}]')


def tell_raw_half_a_character(message):
    _say(b'{"seq":%d,"verdict":"VALID","reason":"\xed\xa0\x80"}\n' % message["seq"])


def say_it_twice(message):
    _with(message, '"verdict":"NOT_VALID"')


def say_it_twice_in_a_finding(message):
    _with(message, '"findings":[{"code":"A","code":"B"}]')


def close_output(_message):
    os.close(1)
    time.sleep(600)


def close_input(message):
    os.close(0)
    print(json.dumps(answer(message)), flush=True)
    time.sleep(600)


def answer_with_the_next(message):
    """Keep an answer back, and give it after the next one."""
    line = sys.stdin.readline()
    if line:
        print(json.dumps(answer(json.loads(line))), flush=True)
    print(json.dumps(answer(message)), flush=True)


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
