// Messages of carrybit (docs/spec.md, section 7): numbers of message, error codes, and the sending side.
#ifndef CARRYBIT_REPLY_H
#define CARRYBIT_REPLY_H

#include <stdint.h>

#include "check.h"

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
  MESSAGE_BAUD = 0x0A,
  MESSAGE_ERASE = 0x0B,
  MESSAGE_ERROR = 0x0F,
};

enum error {
  ERROR_DAMAGED = 1,       // checksum, framing or length; detail 0
  ERROR_UNKNOWN = 2,       // no such message
  ERROR_LENGTH = 3,        // the payload has the wrong length; detail: bytes of payload got
  ERROR_VALUE = 4,         // a field is out of range; detail: its offset in the payload
  ERROR_NO_NETWORK = 5,    // no valid slot; stream and probe refuse
  ERROR_NOT_STARTED = 6,   // no stream since boot, reset or commit: begin with a start message
  ERROR_OUT_OF_ORDER = 7,  // detail: the number expected
  ERROR_REUSED = 8,        // this number was answered for another message
  ERROR_TOO_LONG = 9,      // more steps than the answer can carry; detail: the most
  ERROR_BUSY = 10,         // the EEPROM is still being written; ask again
  ERROR_NOT_BEGUN = 11,    // no update under way
  ERROR_NOT_CHECKED = 12,  // no checked candidate, or its CRC is another
  ERROR_EEPROM = 13,       // read back otherwise than written; detail: offset in the slot
  ERROR_IMAGE_CRC = 14,    // the image's CRC is not the one given; detail 0
  ERROR_IMAGE_FORMAT = 15, // detail of these four: see image.h
  ERROR_IMAGE_LIMITS = 16,
  ERROR_IMAGE_VALUE = 17,
  ERROR_ROW_RULE = 18,
  ERROR_BAUD = 19,         // rate not possible within 2.5 %, or nothing to confirm
  ERROR_OVERRUN = 20,      // bytes were lost before they could be read; id and number 0
};

// A whole message, queued in one go: for those that come often.
void reply_whole(uint8_t id, uint8_t number, const uint8_t payload[], uint8_t length);

// One message on its way out: begin, any number of puts, end.
struct reply {
  struct check check;
};

void reply_begin(struct reply *reply, uint8_t id, uint8_t number);
void reply_put7(struct reply *reply, uint8_t value);
// As two, two and three 7-bit bytes, lowest bits first.
void reply_put8(struct reply *reply, uint8_t value);
void reply_put14(struct reply *reply, uint16_t value);
void reply_put16(struct reply *reply, uint16_t value);
void reply_end(struct reply *reply);

// The whole error message: what was refused (id and number, 0 when unreadable), why, and a detail.
void reply_error(uint8_t id, uint8_t number, enum error code, uint16_t detail);

// The receiving side's counterparts.
static inline uint8_t get8(const uint8_t *bytes) {
  return (uint8_t)(bytes[0] | (bytes[1] << 7));
}

static inline uint16_t get14(const uint8_t *bytes) {
  return (uint16_t)(bytes[0] | (bytes[1] << 7));
}

static inline uint16_t get16(const uint8_t *bytes) {
  return (uint16_t)(get14(bytes) | (uint16_t)((uint16_t)bytes[2] << 14));
}

#endif
