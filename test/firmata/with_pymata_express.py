import asyncio
import sys

from pymata_express import pymata_express
from session import ROUNDS, TIMEOUT_S, is_half, reopened, tell


async def until(read, holds):
    for _ in range(TIMEOUT_S * 50):
        if holds((await read())[0]):
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


async def run(board):
    await board.set_pin_mode_digital_output(12)
    await board.digital_write(12, 1)
    tell("lit")
    await board.digital_write(12, 0)
    tell("dark")
    await board.set_pin_mode_pwm_output(11)
    await board.pwm_write(11, 64)
    tell("dimmed")
    await board.set_pin_mode_servo(8)
    await board.servo_write(8, 90)
    tell("moved")
    await board.set_pin_mode_digital_input(2)
    await until(lambda: board.digital_read(2), lambda value: value == 1)
    tell("high")
    await until(lambda: board.digital_read(2), lambda value: value == 0)
    tell("low")
    await board.set_pin_mode_analog_input(0)
    await until(lambda: board.analog_read(0), is_half)
    tell("analog")
    await board.shutdown()


path = sys.argv[1]
for turn in range(ROUNDS):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    client = pymata_express.PymataExpress(com_port=path, baud_rate=57600, arduino_wait=1, loop=loop)
    try:
        loop.run_until_complete(run(client))
    except asyncio.CancelledError:
        pass  # its shutdown cancels whoever called it
    reopened(path)
