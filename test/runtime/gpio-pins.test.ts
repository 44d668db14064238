import { describe, expect, test } from 'vitest';
import { type Io, parsePins, pinRoles, resolvePins } from '../../src/runtime/index.ts';
import { adder, checkTask, parity } from '../../src/tasks/index.ts';

/** What an io says of an Uno's pins. */
function board() {
  const MODES = { INPUT: 0, OUTPUT: 1 };
  const pins = Array.from({ length: 20 }, () => ({ supportedModes: [0, 1] }));
  return { MODES, pins, analogPins: [14, 15, 16, 17, 18, 19] };
}

describe('pins', () => {
  test('are those of the stand-alone adder where nothing else is said', () => {
    expect(Object.fromEntries(parsePins(adder, ''))).toEqual({
      a: '2',
      b: '3',
      clk: '4',
      reset: '5',
      sum: '13',
    });
    expect(Object.fromEntries(parsePins(parity, ''))).toEqual({ x: '2', clk: '4', reset: '5', odd: '13' });
  });

  test('are named by their roles, in any order and by any name', () => {
    const pins = parsePins(adder, 'sum=GPIO17, a=A0');
    expect(Object.fromEntries(pins)).toEqual({ a: 'A0', b: '3', clk: '4', reset: '5', sum: 'GPIO17' });
  });

  test('are understood as people write them: roles in capitals, pins as in sketches', () => {
    expect(Object.fromEntries(parsePins(adder, 'A=2,Sum=12'))).toMatchObject({ a: '2', sum: '12' });
    const io = { ...board(), name: 'Firmata' } as unknown as Io;
    const pins = resolvePins(adder, parsePins(adder, 'a=D6,b=d7,clk=A0,sum=LED_BUILTIN'), io);
    expect(Object.fromEntries(pins)).toEqual({ a: 6, b: 7, clk: 14, reset: 5, sum: 13 });
    expect(() => resolvePins(adder, parsePins(adder, 'a=D13'), io)).toThrow('a and sum are both at pin 13');
    expect(() => resolvePins(adder, parsePins(adder, 'a=LED'), io)).toThrow('a=LED: Firmata has no pin LED');
  });

  test('have a name each, also where bits are called as CLK, RESET or each other', () => {
    const machine = (inputs: string[], outputs: string[]) => {
      const next = new Array(2 ** inputs.length).fill(0);
      return checkTask({ name: 'it', inputs, outputs, states: ['s'], initial: 0, next, output: next });
    };
    expect(Object.fromEntries(parsePins(machine(['bit', 'reset'], ['open']), ''))).toEqual({
      ...{ bit: '2', reset: '3', clk: '4', RESET: '5', open: '13' },
    });
    const chosen = parsePins(machine(['bit', 'reset'], ['open']), 'reset=2,bit=3,RESET=6');
    expect(Object.fromEntries(chosen)).toMatchObject({ bit: '3', reset: '2', RESET: '6' });
    expect(pinRoles(machine(['up', 'CLK', 'clk'], ['up', 'reset', 'clk']))).toEqual({
      inputs: ['up', 'CLK', 'clk'],
      clk: 'CLK_',
      reset: 'reset',
      outputs: ['up_out', 'reset_out', 'clk_out'],
    });
  });

  test('are named by symbols, too, where a symbol is a bit', () => {
    const task = checkTask({
      ...{ name: 'it', inputs: ['i0', 'i1'], outputs: ['o0', 'o1'], states: ['s'], initial: 0 },
      ...{ next: [0, 0, 0, 0], output: [0, 1, 2, 3] },
      symbols: {
        inputs: [
          ['coin', 1],
          ['button', 2],
        ],
        outputs: [
          ['none', 0],
          ['tea', 1],
          ['coffee', 2],
          ['both', 3],
        ],
      },
    });
    expect(Object.fromEntries(parsePins(task, 'button=7,Coin=6'))).toMatchObject({ i0: '6', i1: '7' });
    expect(() => parsePins(task, 'coin=6,i0=7')).toThrow('expected one pin for i0, got 6 and 7');
    // High with both, too.
    expect(() => parsePins(task, 'tea=9')).toThrow(
      'tea has no pin of its own: it is 10 as bits of o0, o1; name these',
    );
    expect(() => parsePins(task, 'none=9')).toThrow('it is 00 as bits of o0, o1');
    const { inputs, outputs } = task.symbols as { inputs: [string, number][]; outputs: [string, number][] };
    // The input has no bit of its own, the output has.
    const idle = checkTask({
      ...task,
      symbols: {
        inputs: [...inputs, ['idle', 0]],
        outputs: outputs
          .filter(([, word]) => word < 3)
          .map(([name, word]): [string, number] => [word === 1 ? 'idle' : name, word]),
      },
    });
    expect(Object.fromEntries(parsePins(idle, 'idle=9'))).toMatchObject({ o0: '9' });
    const twice = checkTask({
      ...idle,
      symbols: {
        inputs: [
          ['idle', 1],
          ['button', 2],
        ],
        outputs: idle.symbols?.outputs ?? [],
      },
    });
    expect(() => parsePins(twice, 'idle=9')).toThrow('idle is an input, i0, and an output, o0; name the bit');
  });

  test.each([
    ['c=2', 'not a pin: "c=2"; write a=2,b=3,clk=4,reset=5,sum=13'],
    ['a=02', 'a: expected a pin without zeros before its number, got 02'],
    ['sum=D010', 'sum: expected a pin without zeros before its number, got D010'],
    ['a', 'not a pin: "a"'],
    ['a=', 'not a pin: "a="'],
    ['a=2=3', 'not a pin: "a=2=3"'],
    ['a=4', 'a and clk are both at pin 4'],
    ['a=D2,A=D3', 'expected one pin for a, got D2 and D3; leave one out'],
  ])('"%s" is refused', (text, message) => {
    expect(() => parsePins(adder, text)).toThrow(message);
  });
});
