import sys

import pyfirmata
from session import ROUNDS, is_half, reopened, tell, until

path = sys.argv[1]
for turn in range(ROUNDS):
    board = pyfirmata.Arduino(path)
    pyfirmata.util.Iterator(board).start()
    # No mode is set: a pin is an output for it from the start.
    board.digital[12].write(1)
    tell("lit")
    board.digital[12].write(0)
    tell("dark")
    board.get_pin("d:11:p").write(64 / 255)
    tell("dimmed")
    board.get_pin("d:8:s").write(90)
    tell("moved")
    button = board.get_pin("d:2:i")
    until(lambda: button.read() is True)
    tell("high")
    until(lambda: button.read() is False)
    tell("low")
    sensor = board.get_pin("a:0:i")
    until(lambda: is_half(sensor.read()))
    tell("analog")
    board.exit()
    reopened(path)
