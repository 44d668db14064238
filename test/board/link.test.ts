import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createBinding, serveTcp } from '../../firmware-sim/index.ts';
import { closeLine, connect, openLine, StreamSession, setBaudRate } from '../../src/board/index.ts';
import { boardOn, eepromWith, provenDocument, runningUno } from './simulated.ts';

describe('a link', () => {
  test('says that the port was lost to whoever waits for an answer', async () => {
    const { uno, board } = await boardOn(runningUno());
    const waiting = board.describe();
    uno.serial.unplug();
    await expect(waiting).rejects.toMatchObject({ problem: 'lost' });
    await expect(board.describe()).rejects.toMatchObject({ problem: 'lost' });
  });

  test('says that a board fell silent', async () => {
    const { uno, board } = await boardOn(runningUno());
    uno.powerOff();
    await expect(board.describe()).rejects.toThrow(
      /^the board did not answer to describe itself for \d+\.\d s$/,
    );
  });

  test.each(['to-board', 'to-host'] as const)(
    'takes no message %s that has lost its id for a greeting, though it is numbered like one',
    async (where) => {
      const adder = await provenDocument();
      const { uno, board } = await boardOn(runningUno(eepromWith(adder)));
      const REPORT_FIRMWARE = 0x79;
      let lost = 0;
      let before: number[] = [];
      // The id of a stream message waits for the number, and is lost the first time it is that one.
      uno.serial.tamper = (byte, direction) => {
        if (direction !== where) return [byte];
        const held = before[0] === 0xf0 && before[1] === 0x08;
        before = byte === 0xf0 ? [byte] : [...before, byte];
        if (before.length === 2 && byte === 0x08) return [];
        if (!held || before.length !== 3) return [byte];
        if (byte !== REPORT_FIRMWARE || lost > 0) return [0x08, byte];
        lost += 1;
        return [byte];
      };
      const session = new StreamSession(board.link, adder.fixed);
      for (let number = 0; number < 130; number += 1)
        expect([...(await session.step(Uint8Array.of(3, 0), true))]).toEqual([0, 1]);
      expect(lost).toBe(1);
    },
  );

  test('asks again after a reply that damage has made a greeting, and keeps its session', async () => {
    const adder = await provenDocument();
    const { uno, board } = await boardOn(runningUno(eepromWith(adder)));
    const session = new StreamSession(board.link, adder.fixed);
    // The first number's carry is still to come when a refusal numbered 0x79, without its id, seems to be a report.
    expect([...(await session.step(Uint8Array.of(3), true))]).toEqual([0]);
    let seemed = 0;
    uno.serial.tamper = (byte, direction) => {
      if (direction === 'to-board' || byte !== 0xf0 || seemed > 0) return [byte];
      seemed += 1;
      return [0xf0, 0x79, 0x08, 0x05, 0x10, 0x00, 0x11, 0x01, 0x12, 0x01, 0xf7];
    };
    expect([...(await session.step(Uint8Array.of(0, 3), false))]).toEqual([1, 0]);
    expect([...(await session.step(Uint8Array.of(0), false))]).toEqual([1]);
    expect(seemed).toBe(1);
  });

  test('passes on what the board refuses, and why', async () => {
    const { board } = await boardOn(runningUno());
    await expect(board.check(314, 0)).rejects.toThrow(
      'the board refused to verify the image: no update was begun; was the board reset? (error 11, detail 0)',
    );
    await expect(
      new StreamSession(board.link, { inputs: 2, outputs: 1 }).step(Uint8Array.of(0), true),
    ).rejects.toThrow('it has no network: flash one');
  });
});

describe('a port', () => {
  test('that another program has open is refused in words', async () => {
    const { uno } = await boardOn(runningUno());
    await expect(openLine('sim', createBinding({ sim: uno }))).rejects.toThrow(
      'cannot open sim: another program uses it; close that first',
    );
  });

  test('that does not exist is refused in words', async () => {
    await expect(openLine('/dev/carrybit-none')).rejects.toMatchObject({
      problem: 'absent',
      message: expect.stringMatching(
        /^cannot open \/dev\/carrybit-none: there is no such port(; ports here: \/|, nor any other; is the board)/,
      ),
    });
    await expect(openLine('127.0.0.1:3030')).rejects.toThrow(
      'cannot open 127.0.0.1:3030: there is no such port; over TCP it is socket://127.0.0.1:3030',
    );
    const folder = fileURLToPath(new URL('.', import.meta.url));
    await expect(openLine(folder)).rejects.toThrow(
      new RegExp(`^cannot open ${folder}: expected a serial port, got a folder$`),
    );
    for (const path of ['tcp://nowhere', 'socket://nowhere', 'socket:127.0.0.1:3030', 'socket://h:70000'])
      await expect(openLine(path)).rejects.toThrow(`cannot open ${path}: expected socket://HOST:PORT`);
    await expect(openLine('socket://127.0.0.1:1')).rejects.toThrow(
      'a simulator, or a bridge to a board, must listen there',
    );
  });

  test.each(['socket', 'tcp'])('may be a TCP port, as %s://HOST:PORT', async (scheme) => {
    const adder = await provenDocument();
    const served = await serveTcp(runningUno(eepromWith(adder)), { port: 0, host: '127.0.0.1' });
    const line = await openLine(`${scheme}://127.0.0.1:${served.port}`);
    const { description } = await connect(line);
    expect(description.network).toMatchObject({ task: 'adder', hidden: 3, fast: true });
    await closeLine(line);
    await served.close();
  });
});

describe('the baud rate', () => {
  test.each([9600, 115_200, 250_000, 1_000_000])('%i is agreed on, and the stream goes on', async (rate) => {
    const adder = await provenDocument();
    const { uno, line, board } = await boardOn(runningUno(eepromWith(adder)));
    expect(await setBaudRate(board, line, rate)).toBe(rate);
    expect(line).toHaveProperty('baudRate', rate);
    expect(Math.abs(uno.clock.frequency / uno.usart.bitCycles / rate - 1)).toBeLessThan(0.025);
    const sums = await new StreamSession(board.link, adder.fixed).step(Uint8Array.of(3, 0), true);
    expect([...sums]).toEqual([0, 1]);
  });

  test('falls back at both ends when the new one does not work', async () => {
    const { uno, line, board } = await boardOn(runningUno());
    const old = uno.usart.bitCycles;
    uno.serial.tamper = (byte) => [uno.usart.bitCycles === old ? byte : byte ^ 0x55];
    expect(await setBaudRate(board, line, 1_000_000)).toBe(57_600);
    expect(line).toHaveProperty('baudRate', 57_600);
    expect((await board.describe()).firmware).toBe('1.1.0');
  });

  test('that the board cannot have is refused', async () => {
    const { line, board } = await boardOn(runningUno());
    await expect(setBaudRate(board, line, 2_000_000)).rejects.toThrow(
      'the board refused a rate of 2000000 baud: it does not support this baud rate',
    );
  });
});
