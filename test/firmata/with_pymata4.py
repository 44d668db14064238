import sys

from pymata4 import pymata4
from session import ROUNDS, is_half, reopened, tell, until

path = sys.argv[1]
for turn in range(ROUNDS):
    board = pymata4.Pymata4(com_port=path, baud_rate=57600, arduino_wait=1)
    board.set_pin_mode_digital_output(12)
    board.digital_write(12, 1)
    tell("lit")
    board.digital_write(12, 0)
    tell("dark")
    board.set_pin_mode_pwm_output(11)
    board.pwm_write(11, 64)
    tell("dimmed")
    board.set_pin_mode_servo(8)
    board.servo_write(8, 90)
    tell("moved")
    board.set_pin_mode_digital_input(2)
    until(lambda: board.digital_read(2)[0] == 1)
    tell("high")
    until(lambda: board.digital_read(2)[0] == 0)
    tell("low")
    board.set_pin_mode_analog_input(0)
    until(lambda: is_half(board.analog_read(0)[0]))
    tell("analog")
    board.shutdown()
    reopened(path)
