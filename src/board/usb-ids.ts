import { UNO } from './numbers.ts';

/** What a USB id stands for. */
export interface UsbDevice {
  readonly name: string;
  /**
   * Whether it can run carrybit's firmware. Behind an adapter there may be anything; `likely` are the adapters that
   * most clones of the Uno and the Nano have.
   */
  readonly runs: 'yes' | 'likely' | 'perhaps' | 'no';
}

const other = (name: string): UsbDevice => ({ name, runs: 'no' });
/** By vendor and product, in lower case: Arduino's own boards, and the adapters of clones. */
const DEVICES: Readonly<Record<string, UsbDevice>> = {
  ...Object.fromEntries(Object.entries(UNO.usb).map(([id, name]) => [id, { name, runs: 'yes' }])),
  '2341:0010': other('Arduino Mega 2560'),
  '2341:0042': other('Arduino Mega 2560'),
  '2a03:0042': other('Arduino Mega 2560'),
  '2341:0036': other('Arduino Leonardo (boot loader)'),
  '2341:8036': other('Arduino Leonardo'),
  '2341:0037': other('Arduino Micro (boot loader)'),
  '2341:8037': other('Arduino Micro'),
  '2341:0058': other('Arduino Nano Every'),
  '2341:0069': other('Arduino Uno R4 Minima'),
  '2341:1002': other('Arduino Uno R4 WiFi'),
  ...Object.fromEntries(
    Object.entries(UNO.adapters).map(([id, { chip, runs }]) => [
      id,
      { name: `Nano or Uno with ${chip}, or anything else with one: maybe a printer`, runs },
    ]),
  ),
};

/** What a USB id, as `2341:0043`, stands for; undefined if it is not known here. */
export function usbDevice(id: string | undefined): UsbDevice | undefined {
  return id === undefined ? undefined : DEVICES[id.toLowerCase()];
}

/** Vendors of all devices that can run carrybit's firmware, as numbers: a browser lists their ports. */
export function usbVendors(): number[] {
  const ids = [...Object.keys(UNO.usb), ...Object.keys(UNO.adapters)];
  return [...new Set(ids.map((id) => Number.parseInt(id, 16)))];
}
