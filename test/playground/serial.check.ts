import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Uno } from '../../firmware-sim/index.ts';
import { emptyFolder, root } from '../cli/carrybit.ts';
import { proven, useBrowser } from './browser.ts';

useBrowser();

const BLINK = readFileSync(join(root, 'test/firmware-sim/programs/blink.hex'), 'utf8');
const FIRMWARE = readFileSync(join(root, 'firmware/carrybit.hex'), 'utf8');
const ATMEGA_BOOT = '/usr/share/arduino/hardware/arduino/avr/bootloaders/atmega/ATmegaBOOT_168_atmega328.hex';

function optiboot(): string {
  const file = join(emptyFolder(), 'optiboot.hex');
  execFileSync(join(root, 'test/board/build-optiboot.sh'), [file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return readFileSync(file, 'utf8');
}

/** What stands for `navigator.serial` in the page: one port, whose bytes come from and go to this process. */
function fakeSerial(): void {
  const bridge = window as never as Record<string, (...values: unknown[]) => Promise<void>>;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const port = {
    readable: null as ReadableStream<Uint8Array> | null,
    writable: null as WritableStream<Uint8Array> | null,
    async open({ baudRate }: { baudRate: number }) {
      if (port.readable !== null) throw new DOMException('The port is already open.', 'InvalidStateError');
      await bridge.unoOpen?.(baudRate);
      port.readable = new ReadableStream({
        start(each) {
          controller = each;
        },
      });
      port.writable = new WritableStream({ write: (bytes) => bridge.unoWrite?.(Array.from(bytes)) });
    },
    async close() {
      if (port.readable?.locked || port.writable?.locked) throw new TypeError('The port is locked.');
      port.readable = null;
      port.writable = null;
      await bridge.unoClose?.();
    },
    setSignals: ({ dataTerminalReady }: { dataTerminalReady: boolean }) =>
      bridge.unoSignals?.(dataTerminalReady) ?? Promise.resolve(),
  };
  Object.assign(window, {
    unoSaid: (bytes: number[]) => {
      if (port.readable !== null) controller?.enqueue(Uint8Array.from(bytes));
    },
  });
  Object.defineProperty(navigator, 'serial', { value: { requestPort: async () => port } });
}

/** Puts the port of a simulated Uno into the pages of a browser profile. */
async function plugIn(page: Page, uno: Uno): Promise<void> {
  uno.start('flat-out');
  onTestFinished(() => uno.stop());
  let said: number[] = [];
  const deliver = () => {
    const bytes = said;
    said = [];
    page
      .evaluate((all) => (window as never as { unoSaid(all: number[]): void }).unoSaid(all), bytes)
      .catch(() => {});
  };
  const client = {
    onByte(byte: number) {
      if (said.length === 0) setTimeout(deliver);
      said.push(byte);
    },
    onSent() {},
    onUnplug() {},
  };
  await page.exposeFunction('unoOpen', (baudRate: number) => uno.serial.open(client, { baudRate }));
  await page.exposeFunction('unoWrite', (bytes: number[]) => uno.serial.write(Uint8Array.from(bytes)));
  await page.exposeFunction('unoSignals', (dtr: boolean) => uno.serial.setDtr(dtr));
  await page.exposeFunction('unoClose', () => uno.serial.close());
  await page.addInitScript(fakeSerial);
  await page.evaluate(fakeSerial);
}

async function boardView(uno: Uno) {
  // What is fetched can be replaced then.
  const page = await proven('', { serviceWorkers: 'block' }, /Service Worker registration blocked/);
  await plugIn(page, uno);
  await page.getByRole('tab', { name: 'Board' }).click();
  await page.getByRole('button', { name: 'Choose an Uno or Nano' }).click();
  const said = page.locator('#board [role=status]');
  const press = async (name: string, outcome: RegExp) => {
    await page.getByRole('button', { name }).click();
    await expect.poll(() => said.innerText(), { timeout: 40_000 }).toMatch(outcome);
  };
  return { page, press };
}

describe('a board at a Web Serial port', () => {
  test('gets firmware through optiboot, the network, and a stream', async () => {
    const { press } = await boardView(new Uno({ firmware: BLINK, bootLoader: optiboot() }));
    await press('Write firmware', /bytes of firmware are on the ATmega328P, written at 115200 baud/);
    await press('Write network', /the board itself took all 44 transitions/);
    await press('Stream through it', /^20,000 of 20,000 steps right, [\d,]+ a second/);
  });

  test('gets firmware through ATmegaBOOT, at the other rate', async () => {
    const uno = new Uno({ firmware: BLINK, bootLoader: readFileSync(ATMEGA_BOOT, 'utf8') });
    const { page, press } = await boardView(uno);
    // Another program, since ours takes half a minute at this rate.
    await page.route('**/*.hex', (route) => route.fulfill({ body: BLINK }));
    await press('Write firmware', /bytes of firmware are on the ATmega328P, written at 57600 baud/);
  });

  test('is told apart from one with other firmware, and with another network', async () => {
    const { press } = await boardView(new Uno({ firmware: FIRMWARE }));
    await press('Stream through it', /does not run this network/);
    await press('Write network', /took all 44 transitions/);
  });
});
