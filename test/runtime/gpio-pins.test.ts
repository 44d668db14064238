import { describe, expect, test } from 'vitest';
import { parsePins } from '../../src/runtime/index.ts';
import { adder, parity } from '../../src/tasks/index.ts';

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

  test.each([
    ['c=2', '"c=2" is no pin; write a=2,b=3,clk=4,reset=5,sum=13'],
    ['a', '"a" is no pin'],
    ['a=', '"a=" is no pin'],
    ['a=2=3', '"a=2=3" is no pin'],
    ['a=4', 'a and clk are both at pin 4'],
  ])('"%s" is refused', (text, message) => {
    expect(() => parsePins(adder, text)).toThrow(message);
  });
});
