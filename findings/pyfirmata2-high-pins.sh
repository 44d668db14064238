#!/bin/sh
# Setting a servo or a duty cycle above pin 15 with pyfirmata2 sends other commands of Firmata, such as a reset.
#
# Expected: an analog message holds its pin in the low four bits of its command, 0xE0 to 0xEF; for pins 16 to 127 there is
# the sysex message "extended analog", 0x6F (Firmata protocol 2.x). The library names this message and has a layout of the
# Mega, whose pins 2 to 53 drive servos.
# Seen: the pin is added to 0xE0 whatever it is. So the servo of pin 31 sends 0xFF, a system reset, and two stray bytes; pin
# 16 sends 0xF0, which opens a sysex message that swallows what follows up to the next end of one; pin 20 sends 0xF4, the
# command that sets modes, whose bytes are now the angle: 30 degrees set pin 30 to mode 0, an input. From 32 on the sum is
# no byte, and get_pin raises ValueError.
# pyfirmata2 2.5.1, pyserial 3.5 from PyPI on a pseudo terminal, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install pyfirmata2==2.5.1 pyserial==3.5
cd "$folder"
cat >servo.py <<'P'
import os
import pty
import select
import tty
from importlib.metadata import version
import pyfirmata2

print('pyfirmata2', version('pyfirmata2'))
master, slave = pty.openpty()
tty.setraw(slave)
board = pyfirmata2.ArduinoMega(os.ttyname(slave))

def sent():
    """What the library sent since the last call."""
    board.sp.flush()
    got = b''
    while select.select([master], [], [], 0.2)[0]:
        got += os.read(master, 1024)
    return got.hex(' ')

NAMES = {0xEF: 'analog message, pin 15', 0xF0: 'start of sysex', 0xF4: 'set the mode of a pin', 0xF9: 'report version',
         0xFF: 'system reset'}
seen = {}
for number in (15, 16, 20, 25, 31, 32):
    try:
        pin = board.get_pin(f'd:{number}:s')
        sent()
        pin.write(30)
        seen[number] = sent()
        print(f'servo of pin {number} at 30: {seen[number]}  {NAMES[int(seen[number][:2], 16)]}')
    except ValueError as error:
        seen[number] = str(error)
        print(f'servo of pin {number} at 30: ValueError: {error}')
board.samplerThread.stop()
os._exit(seen != {
    15: 'ef 1e 00', 16: 'f0 1e 00', 20: 'f4 1e 00', 25: 'f9 1e 00', 31: 'ff 1e 00', 32: 'byte must be in range(0, 256)',
})
P
timeout 60 venv/bin/python -u servo.py
