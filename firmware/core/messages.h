// Numbers of carrybit's messages and errors (docs/spec.md, section 7). Written by firmware/generate.mjs from firmware/messages.json and firmware/boards/uno/board.json.
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
  ERROR_DAMAGED = 1,  // damaged: wrong check, cut short or too long; detail: 0
  ERROR_UNKNOWN = 2,  // no such message; detail: 0
  ERROR_LENGTH = 3,  // wrong length of the payload; detail: bytes of payload received
  ERROR_VALUE = 4,  // a field is out of range; detail: offset of the field in the payload
  ERROR_NO_NETWORK = 5,  // no network; detail: 0
  ERROR_NOT_STARTED = 6,  // stream not started; detail: 0
  ERROR_OUT_OF_ORDER = 7,  // out of order; detail: the number expected
  ERROR_REUSED = 8,  // number used before for another message; detail: 0
  ERROR_TOO_LONG = 9,  // more steps than the reply can hold; detail: the maximum
  ERROR_BUSY = 10,  // busy writing the EEPROM: ask again; detail: 0
  ERROR_NOT_BEGUN = 11,  // no update begun; detail: 0
  ERROR_NOT_CHECKED = 12,  // no checked candidate, or its CRC is another; detail: 0
  ERROR_EEPROM = 13,  // the EEPROM holds another byte than was written; detail: offset in the slot
  ERROR_IMAGE_CRC = 14,  // the image has another CRC; detail: 0
  ERROR_IMAGE_FORMAT = 15,  // image: format, name or length; detail: offset of the byte (the length, if that is wrong)
  ERROR_IMAGE_LIMITS = 16,  // image: a size or number format out of range, or more constants than there is memory for; detail: offset of the byte (the length, if there are too many)
  ERROR_IMAGE_VALUE = 17,  // image: a constant outside its bits; detail: offset of the byte
  ERROR_ROW_RULE = 18,  // image: breaks the row rule; detail: row: state j, or H + output o
  ERROR_BAUD = 19,  // rate not possible; detail: 0
  ERROR_OVERRUN = 20,  // bytes were lost because the receive ring was full; id and number are 0; detail: 0
};

#endif
