// Numbers of carrybit's messages and errors (docs/spec.md, section 7).
// Written by firmware/generate.mjs from firmware/messages.json and firmware/boards/uno/board.json.
#ifndef CARRYBIT_MESSAGES_H
#define CARRYBIT_MESSAGES_H

enum { MESSAGES_VERSION = 1 };
// Bytes of the EEPROM that one message writes or reads, at most.
enum { MESSAGES_MAX_WRITE = 28, MESSAGES_MAX_READ = 26 };

enum message {
  MESSAGE_DESCRIBE = 0x01,
  MESSAGE_BEGIN = 0x02,
  MESSAGE_WRITE = 0x03,
  MESSAGE_READ = 0x04,
  MESSAGE_CHECK = 0x05,
  MESSAGE_COMMIT = 0x06,
  MESSAGE_RESET = 0x07,
  MESSAGE_STREAM = 0x08,
  MESSAGE_PROBE = 0x09,
  MESSAGE_BAUD = 0x0a,
  MESSAGE_ERASE = 0x0b,
  MESSAGE_ERROR = 0x0f,
};

enum error {
  // damaged: wrong check, cut short or too long
  ERROR_DAMAGED = 1,  // detail: 0
  // no such message
  ERROR_UNKNOWN = 2,  // detail: 0
  // wrong length of the payload
  ERROR_LENGTH = 3,  // detail: bytes of payload received
  // a field is out of range
  ERROR_VALUE = 4,  // detail: offset of the field in the payload
  // no network
  ERROR_NO_NETWORK = 5,  // detail: 0
  // stream not started
  ERROR_NOT_STARTED = 6,  // detail: 0
  // out of order
  ERROR_OUT_OF_ORDER = 7,  // detail: the number expected
  // number used before for another message
  ERROR_REUSED = 8,  // detail: 0
  // more steps than the reply can hold
  ERROR_TOO_LONG = 9,  // detail: the maximum
  // busy writing the EEPROM: ask again
  ERROR_BUSY = 10,  // detail: 0
  // no update begun
  ERROR_NOT_BEGUN = 11,  // detail: 0
  // no checked candidate, or its CRC is another
  ERROR_NOT_CHECKED = 12,  // detail: 0
  // the EEPROM holds another byte than was written
  ERROR_EEPROM = 13,  // detail: offset in the slot
  // the image has another CRC
  ERROR_IMAGE_CRC = 14,  // detail: 0
  // image: format, name or length
  ERROR_IMAGE_FORMAT = 15,  // detail: offset of the byte (the length, if that is wrong)
  // image: a size or number format out of range, or more constants than there is memory for
  ERROR_IMAGE_LIMITS = 16,  // detail: offset of the byte (the length, if there are too many)
  // image: a constant outside its bits
  ERROR_IMAGE_VALUE = 17,  // detail: offset of the byte
  // image: breaks the row rule
  ERROR_ROW_RULE = 18,  // detail: row: state j, or H + output o
  // rate not possible
  ERROR_BAUD = 19,  // detail: 0
  // bytes were lost because the receive ring was full; id and number are 0
  ERROR_OVERRUN = 20,  // detail: 0
};

#endif
