// Messages of carrybit (docs/spec.md, section 7): the sending side.
#ifndef CARRYBIT_REPLY_H
#define CARRYBIT_REPLY_H

#include <stdint.h>

#include "check.h"
#include "messages.h"

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
