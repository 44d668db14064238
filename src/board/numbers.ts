// Written by firmware/generate.mjs from firmware/messages.json and firmware/boards/uno/board.json.

/** The version of the messages: docs/spec.md section 7.1. */
export const MESSAGES_VERSION = 1;
/** Bytes of a message's payload at most. */
export const MAX_PAYLOAD = 59;
/** Bytes of one write and one read at most. */
export const MAX_WRITE_BYTES = 28;
export const MAX_READ_BYTES = 26;

/** Identifiers, in the sysex range that Firmata leaves to the user. */
export const ID = {
  describe: 0x01,
  begin: 0x02,
  write: 0x03,
  read: 0x04,
  check: 0x05,
  commit: 0x06,
  reset: 0x07,
  stream: 0x08,
  probe: 0x09,
  baud: 0x0a,
  erase: 0x0b,
  error: 0x0f,
} as const;

/** Codes of docs/spec.md section 7.6. */
export const REFUSAL = {
  damaged: 1,
  unknown: 2,
  length: 3,
  value: 4,
  noNetwork: 5,
  notStarted: 6,
  outOfOrder: 7,
  reused: 8,
  tooLong: 9,
  busy: 10,
  notBegun: 11,
  notChecked: 12,
  eeprom: 13,
  imageCrc: 14,
  imageFormat: 15,
  imageLimits: 16,
  imageValue: 17,
  rowRule: 18,
  baud: 19,
  overrun: 20,
} as const;

/** What they say to a person, by code. */
export const REFUSAL_TEXTS: Readonly<Record<number, string>> = {
  1: 'the message was damaged',
  2: 'it does not know this message',
  3: 'the message has a wrong length',
  4: 'a field is out of range',
  5: 'it has no network: flash one',
  6: 'the stream is not started',
  7: 'the message is out of order',
  8: 'the sequence number was used for another message',
  9: 'there are more steps than fit in a reply',
  10: 'it is busy writing its EEPROM',
  11: 'no update was begun; was the board reset?',
  12: 'the new image was not verified',
  13: 'an EEPROM cell does not keep what is written to it',
  14: 'the image arrived with a wrong CRC',
  15: 'the image has a wrong format, name or length',
  16: 'the image has a size or number format that is out of range',
  17: 'the image has a constant that its bits cannot hold',
  18: 'the image breaks the row rule',
  19: 'it does not support this baud rate',
  20: 'its receive ring was full',
};

/** What an Arduino Uno is. */
export const UNO = {
  clockHz: 16_000_000,
  bootBaud: 57_600,
  limits: { inputs: 4, hidden: 19, outputs: 4, constants: 462 },
  /** Of the stand-alone adder, unless others are chosen. */
  pins: {
    inputs: ['2', '3', '6', '7'],
    clk: '4',
    reset: '5',
    outputs: ['13', '12', '11', '10'],
  },
  pinCount: 20,
  firstAnalogPin: 14,
  /** From which they may be chosen, first and last: CLK and RESET as the inputs. */
  pinChoice: { inputs: [2, 7], outputs: [8, 13] },
  /** Names by vendor and product, in lower case. */
  usb: {
    '2341:0001': 'Arduino Uno',
    '2341:0043': 'Arduino Uno',
    '2341:0243': 'Arduino Uno',
    '2a03:0043': 'Arduino Uno',
  },
  /** Chips that connect a serial line to USB, by vendor and product: how likely it is that a board is behind one. */
  adapters: {
    '1a86:7523': { chip: 'CH340', runs: 'likely' },
    '1a86:5523': { chip: 'CH341', runs: 'likely' },
    '1a86:55d4': { chip: 'CH9102', runs: 'perhaps' },
    '0403:6001': { chip: 'FT232R', runs: 'perhaps' },
    '0403:6015': { chip: 'FT231X', runs: 'perhaps' },
    '10c4:ea60': { chip: 'CP210x', runs: 'perhaps' },
    '067b:2303': { chip: 'PL2303', runs: 'perhaps' },
  },
  /** How firmware is written: chips by signature, and rates of boot loaders in the order in which they are tried. */
  flash: {
    pageBytes: 128,
    /** Below the largest boot loader section. */
    maxFirmwareBytes: 28_672,
    chips: { '1e950f': 'ATmega328P', '1e9516': 'ATmega328PB' },
    /** optiboot, ATmegaBOOT. */
    bauds: [115_200, 57_600],
  },
} as const;
