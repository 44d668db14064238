import { ATMEGA2560 } from '../chip/atmega2560.ts';
import { portPin } from '../chip/port.ts';
import type { BoardDescription } from './description.ts';

/** Of pins 0 to 53, ten in a line. */
const DIGITAL = [
  'E0 E1 E4 E5 G5 E3 H3 H4 H5 H6',
  'B4 B5 B6 B7 J1 J0 H1 H0 D3 D2',
  'D1 D0 A0 A1 A2 A3 A4 A5 A6 A7',
  'C7 C6 C5 C4 C3 C2 C1 C0 D7 G2',
  'G1 G0 L7 L6 L5 L4 L3 L2 L1 L0',
  'B3 B2 B1 B0',
];
const ANALOG = ['F0 F1 F2 F3 F4 F5 F6 F7', 'K0 K1 K2 K3 K4 K5 K6 K7'];

const pins = (lines: readonly string[]) => lines.flatMap((line) => line.split(' ').map(portPin));

/** An Arduino Mega 2560 R3. */
export const MEGA: BoardDescription = {
  name: 'a Mega',
  chip: ATMEGA2560,
  hertz: 16_000_000,
  digital: pins(DIGITAL),
  analog: pins(ANALOG),
  usart: 0,
  usb: { vendorId: '2341', productId: '0042' },
};
