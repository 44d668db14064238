// The networks in RAM: the active one, from the newest valid slot, and beside it the candidate of an
// update, so that it can be probed by the very code and constants that will run it.
#ifndef CARRYBIT_STORE_H
#define CARRYBIT_STORE_H

#include <stdint.h>

#include "cell.h"
#include "image.h"
#include "slots.h"

struct store {
  struct cell_network networks[2];
  uint8_t active;       // which of the two runs
  uint8_t active_slot;  // SLOT_NONE: no network
  struct slot slot;     // header of the active slot; zeros without one
};

// Loads the newest slot that is valid and holds a fixed network.
void store_boot(struct store *store);

// The network that runs; 0: none.
const struct cell_network *store_active(const struct store *store);

// The place beside it, and filling it from a slot.
const struct cell_network *store_candidate(const struct store *store);
struct image_result store_load_candidate(struct store *store, uint8_t slot, uint16_t length);

// The candidate, loaded from `slot` with the finished header `header`, becomes the active network.
void store_switch(struct store *store, uint8_t slot, const struct slot *header);

#endif
