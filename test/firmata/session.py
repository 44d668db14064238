"""What every Python client does: say a word when something is done, and wait until it has been looked at."""
import sys
import time

ROUNDS = 2
TIMEOUT_S = 10


def tell(word):
    print(word, flush=True)
    sys.stdin.readline()


def until(holds):
    """Calls holds() until it is true. Returns whether it came to be."""
    end = time.monotonic() + TIMEOUT_S
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def is_half(value):
    """Of the analog range's 1023 or 1."""
    return value is not None and (500 < value < 524 or 0.49 < value < 0.51)


def reopened(path):
    """Waits until a closed device is there again."""
    time.sleep(1)
    until(lambda: __import__("os").path.exists(path))
    return path
