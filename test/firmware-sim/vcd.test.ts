import { expect, test } from 'vitest';
import { recordPins, UNO_HERTZ, Vcd } from '../../firmware-sim/index.ts';
import { boardWith } from './board.ts';

test('times rise, and only changes are written', () => {
  let text = '';
  const vcd = new Vcd(
    (more) => (text += more),
    'top',
    [
      ['a', 0],
      ['b', 1],
    ],
    '1us',
  );
  vcd.change(0, 1, 5);
  vcd.change(0, 1, 6);
  vcd.change(1, 0, 5);
  vcd.change(0, 0, 3);
  vcd.end(9);
  expect(text.split('$dumpvars\n')[1]).toBe('0!\n1"\n$end\n#5\n1!\n0"\n0!\n#9\n');
});

test('edges at the pins of a board are there to the cycle', () => {
  const uno = boardWith('echo');
  let text = '';
  const stop = recordPins(uno, (more) => (text += more));
  uno.runCycles(1000);
  const at = uno.cycles;
  uno.pin('A3').drive(1);
  uno.runCycles(UNO_HERTZ / 1000);
  uno.pin('A3').drive(0);
  stop();
  uno.pin('A3').drive(1);
  const code = /\$var wire 1 (.) pin_A3 \$end/.exec(text)?.[1];
  expect(text).toContain(`#${at * 625}\n1${code}\n`);
  expect(text.split('\n').filter((line) => line === `1${code}`)).toHaveLength(1);
  expect(text).toMatch(/^\$timescale 100ps \$end\n/);
});
