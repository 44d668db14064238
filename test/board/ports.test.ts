import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listPorts } from '../../src/board/index.ts';

const UNO = { vendorId: '2341', manufacturer: 'Arduino', serialNumber: '75' };
const missing = () =>
  Promise.reject(
    Object.assign(new Error('spawn udevadm ENOENT'), { code: 'ENOENT', syscall: 'spawn udevadm' }),
  );

/** A folder like /dev; `byId` are the links in serial/by-id, by name. */
function devices(names: string[], byId: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-dev-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of names) writeFileSync(join(folder, name), '');
  mkdirSync(join(folder, 'serial/by-id'), { recursive: true });
  for (const [name, target] of Object.entries(byId))
    symlinkSync(`../../${target}`, join(folder, 'serial/by-id', name));
  return folder;
}

describe('the ports', () => {
  test('are those that the system lists, each with what it tells of it', async () => {
    const list = async () => [
      { path: '/dev/ttyUSB0', vendorId: '1A86', productId: '7523' },
      { path: '/dev/ttyACM0', ...UNO },
    ];
    expect(await listPorts(list, devices([]))).toEqual({
      ports: [
        { path: '/dev/ttyACM0', device: 'Arduino  75', usb: '2341:????' },
        { path: '/dev/ttyUSB0', device: 'vendor 1A86', usb: '1a86:7523' },
      ],
      problem: undefined,
    });
  });

  test('of unknown vendors are among them, but not those that computers have built in', async () => {
    const list = async () => [
      ...['/dev/ttyS0', '/dev/ttyS31', '/dev/ttyAMA0', '/dev/tty.Bluetooth-Incoming-Port'].map((path) => ({
        path,
      })),
      { path: 'COM1', pnpId: 'ACPI\\PNP0501\\1' },
      { path: '/dev/ttyUSB0' },
      { path: '/dev/ttyS9', ...UNO },
    ];
    const { ports } = await listPorts(list, devices([]));
    expect(ports).toEqual([
      { path: '/dev/ttyS9', device: 'Arduino  75', usb: '2341:????' },
      { path: '/dev/ttyUSB0', device: undefined },
    ]);
  });

  test('are what /dev shows where the system cannot list them, and why is told', async () => {
    const folder = devices(['ttyACM0', 'ttyACM1', 'ttyUSB3', 'ttyS0', 'tty', 'ttyUSBx', 'null'], {
      'usb-Arduino_Uno_75-if00': 'ttyACM1',
      'usb-1a86_USB_Serial-if00-port0': 'ttyXRUSB0',
    });
    expect(await listPorts(missing, folder)).toEqual({
      ports: [
        { path: join(folder, 'ttyACM0'), device: undefined },
        { path: join(folder, 'ttyACM1'), device: 'usb-Arduino_Uno_75-if00' },
        { path: join(folder, 'ttyUSB3'), device: undefined },
        { path: join(folder, 'ttyXRUSB0'), device: 'usb-1a86_USB_Serial-if00-port0' },
      ],
      problem: 'udevadm is not installed',
    });
  });

  test('in /dev that the system leaves out are among them, and each port is there once', async () => {
    const folder = devices(['ttyACM0', 'ttyACM1', 'ttyACM2'], { 'usb-Arduino_Uno_75-if00': 'ttyACM1' });
    const list = async () => [{ path: join(folder, 'ttyACM0'), ...UNO }, { path: join(folder, 'ttyACM1') }];
    const { ports } = await listPorts(list, folder);
    expect(ports.map(({ device }) => device)).toEqual(['Arduino  75', 'usb-Arduino_Uno_75-if00', undefined]);
  });

  test('are none where there is no such folder either', async () => {
    const list = () => Promise.reject(new Error('no native build was found'));
    expect(await listPorts(list, '/carrybit-none')).toEqual({
      ports: [],
      problem: 'no native build was found',
    });
  });
});
