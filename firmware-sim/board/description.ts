import type { ChipDescription } from '../chip/description.ts';
import type { PortPin } from '../chip/port.ts';

/** What makes a board of a chip. */
export interface BoardDescription {
  /** With its article, for messages: `an Uno`. */
  readonly name: string;
  readonly chip: ChipDescription;
  /** Frequency of the crystal. */
  readonly hertz: number;
  /** The chip's pins that are called 0, 1, …; the first is the USART's RXD. */
  readonly digital: readonly PortPin[];
  /** Those that are called A0, A1, …; A0 is channel 0 of the ADC, and so on. */
  readonly analog: readonly PortPin[];
  /** Number of the USART behind the USB port. */
  readonly usart: number;
  /** As the USB port calls itself, four hexadecimal digits each. */
  readonly usb: { readonly vendorId: string; readonly productId: string };
}
