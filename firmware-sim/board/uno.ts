import { ATMEGA328P } from '../chip/atmega328p.ts';
import { portPin } from '../chip/port.ts';
import { Board, type BoardOptions } from './board.ts';
import type { BoardDescription } from './description.ts';

/** Crystal of an Uno in hertz. */
export const UNO_HERTZ = 16_000_000;

/** An Arduino Uno R3. */
export const UNO: BoardDescription = {
  name: 'an Uno',
  chip: ATMEGA328P,
  hertz: UNO_HERTZ,
  digital: 'D0 D1 D2 D3 D4 D5 D6 D7 B0 B1 B2 B3 B4 B5'.split(' ').map(portPin),
  analog: 'C0 C1 C2 C3 C4 C5'.split(' ').map(portPin),
  usart: 0,
  usb: { vendorId: '2341', productId: '0043' },
};

/** What an Uno is made with. */
export type UnoOptions = BoardOptions;

/** An Arduino Uno: ATmega328P at 16 MHz. */
export class Uno extends Board {
  /** @throws HexError, RangeError if the firmware is damaged or too large; EepromFileError */
  constructor(options: UnoOptions) {
    super(UNO, options);
  }
}
