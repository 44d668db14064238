import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { minimalAutomaton } from '../../src/proof/index.ts';
import { type EngineChoice, NodeCell, ProbedBoard, Session } from '../../src/web/index.ts';
import { eepromWith, lineTo, provenDocument, runningUno } from '../board/simulated.ts';
import { proven } from '../fixed/networks.ts';

const { fixed, task, proof } = await proven();
const automaton = minimalAutomaton(task, proof);

const engine = (id: string, open: EngineChoice['open']): EngineChoice => ({
  id,
  name: id,
  about: '',
  board: false,
  open,
});

async function aSession(...more: EngineChoice[]) {
  const engines = [engine('node', async () => new NodeCell(fixed, task)), ...more];
  const session = await Session.open(task, fixed, automaton, engines, 'node');
  onTestFinished(() => session.close());
  await session.obey({ type: 'pace', hertz: 500 });
  return session;
}

const numberOf = (bits = '') => BigInt(`0b${[...bits].reverse().join('')}`);

describe('a session', () => {
  test('adds numbers of any length, and every bit is right', async () => {
    const session = await aSession();
    const number = fc.bigInt({ min: 0n, max: 2n ** 40n });
    await fc.assert(
      fc.asyncProperty(number, number, async (x1, x2) => {
        await session.obey({ type: 'add', numbers: [x1.toString(), x2.toString()] });
        const { sum } = session.frame(1);
        expect(sum).toMatchObject({ typed: true, complete: true, right: true });
        expect(sum?.inputs.map(numberOf)).toEqual([x1, x2]);
        expect(numberOf(sum?.outputs[0])).toBe(x1 + x2);
      }),
      { numRuns: 5 },
    );
    expect(session.frame(1).sums).toHaveLength(5);
  });

  test('keeps the class of the state beside the carry', async () => {
    const session = await aSession();
    await session.obey({ type: 'add', numbers: ['1023', '1'] });
    const { steps } = session.frame(1);
    const names = steps.map(({ stateClass }) => automaton.states[stateClass ?? -1]?.labels.join());
    // The carry of the first bit goes through all ten.
    expect(names).toEqual([...Array(10).fill('carry 1'), 'carry 0']);
    expect(steps.map(({ begins }) => begins)).toEqual([true, ...Array(10).fill(false)]);
  });

  test('takes bits one by one until a reset', async () => {
    const session = await aSession();
    for (const bits of [
      [1, 1],
      [1, 0],
      [0, 0],
    ])
      await session.obey({ type: 'clock', bits });
    expect(session.frame(1).sum).toMatchObject({
      typed: false,
      inputs: ['110', '100'],
      outputs: ['001'],
      right: true,
    });
    await session.obey({ type: 'reset' });
    expect(session.frame(1).sum).toBeNull();
    await session.obey({ type: 'clock', bits: [1, 0] });
    expect(session.frame(1).sum).toMatchObject({ inputs: ['1', '0'], outputs: ['1'] });
  });

  test('recovers from every flip while fed zeros, within as many as were proven enough', async () => {
    const session = await aSession();
    // As `carrybit prove` says of this network.
    const largest = 2;
    for (let unit = 0; unit < fixed.hidden; unit++) {
      for (let bit = 0; bit < fixed.stateBits; bit++) {
        await session.obey({ type: 'reset' });
        for (const bits of [
          [1, 1],
          [1, 0],
        ])
          await session.obey({ type: 'clock', bits });
        const before = session.frame(1).state;
        await session.obey({ type: 'fault', unit, bit });
        const { fault, state, stateClass } = session.frame(1);
        expect(fault).toMatchObject({ unit, bit, from: before[unit], outcome: 'recovered' });
        expect(fault?.steps).toBeLessThanOrEqual(largest);
        expect(automaton.stateOf(state)).toBe(stateClass);
        expect(stateClass).not.toBeNull();
      }
    }
  });

  test('flips in the middle of a number too, and tells when the sum is then wrong', async () => {
    const session = await aSession();
    await session.obey({ type: 'pace', hertz: 250 });
    const adding = session.obey({ type: 'add', numbers: [String(2n ** 24n - 1n), '1'] });
    await expect.poll(() => session.frame(1).steps.length).toBeGreaterThan(3);
    // The sign of the first state flips what the network remembers.
    await session.obey({ type: 'fault', unit: 0, bit: 7 });
    await adding;
    const { sum, steps } = session.frame(1);
    expect(steps.filter(({ flipped }) => flipped)).toHaveLength(1);
    const exact = sum?.outputs[0] === sum?.expected[0];
    expect(sum).toMatchObject({ complete: true, right: exact });
  });

  test('forgets a flip with the number it was meant for, and its outcome at a reset', async () => {
    const session = await aSession();
    await session.obey({ type: 'pace', hertz: 1 });
    const adding = session.obey({ type: 'add', numbers: ['1', '1'] });
    await expect.poll(() => session.frame(1).busy).toBe(true);
    await session.obey({ type: 'fault' });
    await session.obey({ type: 'stop' });
    await adding;
    await session.obey({ type: 'pace', hertz: 500 });
    await session.obey({ type: 'add', numbers: ['1', '1'] });
    expect(session.frame(1)).toMatchObject({ fault: null, sum: { right: true } });
    await session.obey({ type: 'fault' });
    expect(session.frame(1).fault).toMatchObject({ outcome: 'recovered' });
    await session.obey({ type: 'reset' });
    expect(session.frame(1).fault).toBeNull();
  });

  test('stops what runs and what waits', async () => {
    const session = await aSession();
    const long = '9'.repeat(300);
    const adding = [1, 2, 3].map(() => session.obey({ type: 'add', numbers: [long, long] }));
    await expect.poll(() => session.frame(1).busy).toBe(true);
    expect(session.frame(1).waiting).toBe(2);
    await session.obey({ type: 'stop' });
    await Promise.all(adding);
    expect(session.frame(1)).toMatchObject({ busy: false, waiting: 0, sum: null, sums: [], trouble: null });
    await session.obey({ type: 'add', numbers: ['1', '1'] });
    expect(session.frame(1).sum?.right).toBe(true);
  });

  test.each([
    [{ type: 'add', numbers: ['1'] }, 'the adder takes 2 at a time, not 1'],
    [{ type: 'feed', inputs: '10,2' }, 'not an input of adder: "2"; expected 2 bits (a b)'],
    [{ type: 'feed', inputs: ' ' }, 'expected inputs, got none'],
    [{ type: 'clock', bits: [1, 1, 1] }, 'the adder takes 2 at a time, not 3'],
    [{ type: 'fault', unit: 3 }, 'there is no h4, the network has 3 hidden states'],
    [{ type: 'fault', bit: 8 }, 'there is no bit 8, a state has 8'],
    [{ type: 'engine', engine: 'abacus' }, 'there is no engine "abacus"'],
  ] as const)('refuses %j: %s', async (command, reason) => {
    const session = await aSession();
    await expect(session.obey(structuredClone(command) as never)).rejects.toThrow(reason);
  });

  test('refuses more commands than its queue holds, and bits while numbers are fed', async () => {
    const session = await aSession();
    const long = '9'.repeat(300);
    const adding = Array.from({ length: 16 }, () => session.obey({ type: 'add', numbers: [long, long] }));
    await expect.poll(() => session.frame(1).busy).toBe(true);
    await expect(session.obey({ type: 'add', numbers: ['1', '1'] })).rejects.toThrow(
      '16 commands are waiting',
    );
    await expect(session.obey({ type: 'clock', bits: [1, 1] })).rejects.toThrow('stop them first');
    await session.obey({ type: 'stop' });
    await Promise.all(adding);
  });

  test('says why an engine cannot be had, and keeps the one it has', async () => {
    const session = await aSession(
      engine('board', () => Promise.reject(new Error('no board is plugged in'))),
    );
    await session.obey({ type: 'engine', engine: 'board' });
    expect(session.frame(1)).toMatchObject({ engine: 'node', trouble: 'no board is plugged in' });
    await session.obey({ type: 'add', numbers: ['2', '2'] });
    expect(session.frame(1)).toMatchObject({ trouble: null, sum: { right: true } });
  });

  test('opens an engine that failed anew, and adds with it', async () => {
    const document = await provenDocument();
    const unos = [1, 2].map(() => runningUno(eepromWith(document)));
    let opened = 0;
    const open = async () => {
      const uno = unos[opened++] ?? expect.fail('opened too often');
      return ProbedBoard.open(await lineTo(uno), async () => {}, document, task);
    };
    const session = await aSession(engine('board', open));
    await session.obey({ type: 'engine', engine: 'board' });
    const adding = session.obey({ type: 'add', numbers: [String(2n ** 60n), '100'] });
    await expect.poll(() => session.frame(1).steps.length).toBeGreaterThan(3);
    unos[0]?.serial.unplug();
    await adding;
    expect(session.frame(1)).toMatchObject({ sum: null, sums: [], busy: false });
    expect(session.frame(1).trouble).toMatch(/the port was closed/);
    await session.obey({ type: 'add', numbers: ['100', '100'] });
    expect(opened).toBe(2);
    expect(session.frame(1)).toMatchObject({
      engine: 'board',
      trouble: null,
      sum: { complete: true, right: true },
    });
  });

  test('shows the pins that the board’s network has, and the usual ones of other engines', async () => {
    const pins = { inputs: ['7', '2'], clk: '3', reset: '6', outputs: ['9'] };
    const document = await provenDocument();
    const uno = runningUno(eepromWith(document, { clock: 'button', pullUp: false, pins }));
    const open = async () => ProbedBoard.open(await lineTo(uno), async () => {}, document, task);
    const session = await aSession(engine('board', open));
    const usual = { inputs: ['2', '3'], clk: '4', reset: '5', outputs: ['13'] };
    expect(session.frame(1)).toMatchObject({ engine: 'node', pins: usual });
    await session.obey({ type: 'engine', engine: 'board' });
    expect(session.frame(1)).toMatchObject({ engine: 'board', pins });
  });
});
