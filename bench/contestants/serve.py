"""The contestant's side of the protocol in README.md: one JSON document a line, on standard input and output."""

import json
import sys
import time


def serve(prepare):
    """prepare(case) gives (versions, start); start(count, wanted) goes back to the beginning, untimed, and returns
    the work: a function that does `count` updates and returns their losses when they are wanted."""
    start = None
    for line in sys.stdin:
        message = json.loads(line)
        if "prepare" in message:
            versions, start = prepare(message["prepare"])
            reply(versions={**versions, "python": sys.version.split()[0]})
        else:
            work = start(message["run"], message.get("check", False))
            before = time.perf_counter()
            check = work()
            reply(done=message["run"], seconds=time.perf_counter() - before, check=check)


def reply(**message):
    print(json.dumps(message), flush=True)
