import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hasOnlyBuiltInPorts } from '../../src/board/built-in-ports.ts';

/** A folder like /sys/class/tty: places in the tree of devices, by name. */
function terminals(places: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-sys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, place] of Object.entries(places))
    symlinkSync(`../../devices/${place}/tty/${name}`, join(folder, name));
  return folder;
}

const USUAL = {
  tty: 'virtual',
  tty1: 'virtual',
  ttyS0: 'pnp0/00:00/00:00:0/00:00:0.0',
  ttyS1: 'platform/serial8250',
  ttyAMA0: 'platform/soc/fe201000.serial',
};

test('a computer with consoles and built-in ports has nothing to ask udev about', async () => {
  expect(await hasOnlyBuiltInPorts(terminals(USUAL))).toBe(true);
  expect(await hasOnlyBuiltInPorts(terminals({}))).toBe(true);
});

test.each([
  ['an Arduino', { ttyACM0: 'pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0' }],
  ['an adapter on a small computer', { ttyUSB0: 'platform/scb/fd500000.pcie/usb1/1-1/1-1.4' }],
  ['a port of another name', { ttyWCH0: 'virtual' }],
  ['a card', { ttyS4: 'pci0000:00/0000:00:16.3' }],
])('with %s it has', async (_, more) => {
  expect(await hasOnlyBuiltInPorts(terminals({ ...USUAL, ...more }))).toBe(false);
});

test('a system that shows no terminals has, too', async () => {
  expect(await hasOnlyBuiltInPorts('/carrybit-none')).toBe(false);
});
