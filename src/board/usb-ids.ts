import { UNO } from './numbers.ts';

/** What is behind a USB id. */
export interface UsbDevice {
  readonly name: string;
  /**
   * Whether it can run carrybit's firmware. A chip for any serial line may have anything behind it; `likely` is one that
   * most clones of the Uno and the Nano have.
   */
  readonly runs: 'yes' | 'likely' | 'perhaps' | 'no';
}

const other = (name: string): UsbDevice => ({ name, runs: 'no' });
const bridge = (chip: string, runs: 'likely' | 'perhaps' = 'perhaps'): UsbDevice => ({
  name: `Nano or Uno with ${chip}, or anything else with one: maybe a printer`,
  runs,
});

/** By vendor and product, in lower case: those of Arduino's own boards, and of the chips that clones have. */
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
  '1a86:7523': bridge('CH340', 'likely'),
  '1a86:5523': bridge('CH341', 'likely'),
  '1a86:55d4': bridge('CH9102'),
  '0403:6001': bridge('FT232R'),
  '0403:6015': bridge('FT231X'),
  '10c4:ea60': bridge('CP210x'),
  '067b:2303': bridge('PL2303'),
};

/** What a USB id, as `2341:0043`, stands for; undefined if it is not known here. */
export function usbDevice(id: string | undefined): UsbDevice | undefined {
  return id === undefined ? undefined : DEVICES[id.toLowerCase()];
}
