import sys

import pyfirmata2
from session import ROUNDS, is_half, reopened, tell, until

path = sys.argv[1]
for turn in range(ROUNDS):
    board = pyfirmata2.Arduino(path)
    # No mode is set: a pin is an output for it from the start.
    board.digital[12].write(1)
    tell("lit")
    board.digital[12].write(0)
    tell("dark")
    board.get_pin("d:11:p").write(64 / 255)
    tell("dimmed")
    board.get_pin("d:8:s").write(90)
    tell("moved")
    board.samplingOn(20)
    seen = {}
    button = board.get_pin("d:2:i")
    button.register_callback(lambda value: seen.__setitem__("button", value))
    button.enable_reporting()
    until(lambda: seen.get("button"))
    tell("high")
    until(lambda: seen.get("button") is False)
    tell("low")
    board.analog[0].register_callback(lambda value: seen.__setitem__("analog", value))
    board.analog[0].enable_reporting()
    until(lambda: is_half(seen.get("analog")))
    tell("analog")
    board.samplingOff()
    board.exit()
    reopened(path)
