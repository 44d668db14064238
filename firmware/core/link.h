// carrybit's own messages: checks number and checksum, and gives each to the part that replies to it.
#ifndef CARRYBIT_LINK_H
#define CARRYBIT_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "baud.h"
#include "store.h"
#include "stream.h"
#include "update.h"

enum { MIN_LINK_COMMAND = 0x01, MAX_LINK_COMMAND = 0x0F };

struct link {
  struct store store;
  struct stream stream;
  struct update update;
  struct baud baud;
  bool standalone_is_on;  // kept by the caller, reported by describe
};

// Loads the newest network from the EEPROM.
void link_init(struct link *link);

// One sysex of `length` bytes whose first lies in MIN_LINK_COMMAND … MAX_LINK_COMMAND. `whole` is false when it was cut
// short or too long. The bytes' place is used for the work.
void link_sysex(struct link *link, uint8_t bytes[], uint8_t length, bool whole);

// The work in the background. Returns true when another network has become active. The caller then stops using the
// previous one, because the next call uses its memory for something else.
bool link_poll(struct link *link);

// Whether no work in the background is in progress, or it waits for the EEPROM.
bool link_may_sleep(const struct link *link);

#endif
