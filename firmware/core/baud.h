// Changing the serial rate (docs/spec.md, section 7.5). A proposed rate must be confirmed at the new rate
// within a second, or the old one returns. At any rate but the boot rate, framing errors with no good
// message between them also return to the boot rate: a host that starts anew there is understood.
#ifndef CARRYBIT_BAUD_H
#define CARRYBIT_BAUD_H

#include <stdbool.h>
#include <stdint.h>

enum { BAUD_CONFIRM_MS = 1000, BAUD_FRAMING_ERRORS = 8 };

struct baud {
  uint16_t divisor, previous;
  uint16_t since;              // board_millis() of the change
  bool unconfirmed : 1;
  uint8_t framing_errors : 4;  // since the last good message
};

void baud_init(struct baud *baud);

// Replies to one baud message whose checksum was right.
void baud_message(struct baud *baud, uint8_t number, const uint8_t payload[], uint8_t length);

// A message with a right checksum came in; a byte with a framing error came in.
void baud_good_message(struct baud *baud);
void baud_framing_error(struct baud *baud);

void baud_poll(struct baud *baud);

#endif
