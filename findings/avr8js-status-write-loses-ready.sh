#!/bin/sh
# In avr8js, clearing the "transmit complete" flag of the USART also clears "data register empty", for good.
#
# Expected: writing a one to TXC0 clears it; RXC0 and UDRE0 in the same register are read only, and UDRE0 tells whether UDR0
# takes a byte (ATmega328P datasheet, UCSRnA). So a program may clear TXC0 before it sends, to know when that is out.
# Seen: a write to UCSR0A, of whatever value, clears all flags and keeps U2X0 and MPCM0. With the transmitter idle
# UDRE0 is 0 afterwards and stays so: who waits for it to send the next byte waits forever, though UDR0 takes it. A
# received byte that waits loses RXC0. If the byte is still on its way, the flags come back at its end, so the usual
# order of a library, UDR0 first and TXC0 then, shows nothing. simavr 1.6 is right.
# avr8js 0.21.0 from npm, Node. Exits with 0 while that is so.
set -eu
version=0.21.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "avr8js@$version" >/dev/null
cat >status.cjs <<'J'
const { AVRUSART, avrInstruction, CPU, usart0Config } = require('avr8js');
const [UCSR0A, UCSR0B, UDR0] = [0xc0, 0xc1, 0xc6];
const [RXC, TXC, UDRE, U2X] = [0x80, 0x40, 0x20, 0x02];

/** A chip with its USART on, which executes what it is told: STS or LDS by r16. */
function chip() {
  const flash = new Uint16Array(0x4000);
  const cpu = new CPU(flash, 2048);
  const usart = new AVRUSART(cpu, usart0Config, 16e6);
  const sent = [];
  usart.onByteTransmit = (byte) => sent.push(byte);
  const access = (opcode, address) => {
    flash[cpu.pc] = opcode;
    flash[cpu.pc + 1] = address;
    avrInstruction(cpu);
    cpu.tick();
  };
  const store = (address, value) => {
    cpu.data[16] = value;
    access(0x9300, address);
  };
  const load = (address) => {
    access(0x9100, address);
    return cpu.data[16];
  };
  const wait = (cycles) => {
    for (const end = cpu.cycles + cycles; cpu.cycles < end; ) {
      flash[cpu.pc] = 0;
      avrInstruction(cpu);
      cpu.tick();
      if (cpu.pc > 0x3f00) cpu.pc = 0;
    }
  };
  store(UCSR0B, 0x18);
  return { load, sent, store, usart, wait };
}

const hex = (value) => value.toString(16).padStart(2, '0');
const rows = [];
const row = (title, due, got) => {
  rows.push([due, got]);
  console.log(`${title}: UCSR0A is ${hex(got)}, due ${hex(due)}`);
};

console.log(`avr8js ${require('avr8js/package.json').version}, Node ${process.version}`);
const idle = chip();
row('transmitter on', UDRE, idle.load(UCSR0A));
idle.store(UDR0, 0x41);
idle.wait(4000);
row('a byte sent', UDRE | TXC, idle.load(UCSR0A));
idle.store(UCSR0A, TXC);
row('TXC0 cleared', UDRE, idle.load(UCSR0A));
idle.wait(100000);
row('much later', UDRE, idle.load(UCSR0A));
idle.store(UDR0, 0x42);
idle.wait(4000);
console.log(`bytes sent all the same: ${idle.sent}`);
row('and after that', UDRE | TXC, idle.load(UCSR0A));

const fast = chip();
fast.store(UCSR0A, U2X);
row('double speed set after the transmitter is on', UDRE | U2X, fast.load(UCSR0A));

const busy = chip();
busy.store(UDR0, 0x41);
busy.store(UCSR0A, TXC);
busy.wait(4000);
row('TXC0 cleared right after UDR0 is written, byte sent', UDRE | TXC, busy.load(UCSR0A));

const waiting = chip();
waiting.usart.writeByte(0x43);
waiting.wait(4000);
row('a byte received', UDRE | RXC, waiting.load(UCSR0A));
waiting.store(UCSR0A, TXC);
row('TXC0 cleared', UDRE | RXC, waiting.load(UCSR0A));

const wrong = rows.map(([due, got], at) => (due === got ? '' : `${at}:${hex(got)}`)).filter(Boolean);
process.exit(wrong.join() === '2:00,3:00,5:02,8:00' && idle.sent.join() === '65,66' ? 0 : 1);
J
node status.cjs
