#include "store.h"

#include <stdbool.h>
#include <string.h>

static bool try_slot(struct store *store, uint8_t index, const struct slot *slot);

void store_boot(struct store *store) {
  store->active = 0;
  store->active_slot = SLOT_NONE;
  memset(&store->slot, 0, sizeof store->slot);
  struct slot slots[SLOT_COUNT];
  const bool first = slot_read(0, &slots[0]), second = slot_read(1, &slots[1]);
  const uint8_t newest = second && (!first || slot_is_newer(&slots[1], &slots[0])) ? 1 : 0;
  const uint8_t other = (uint8_t)(1 - newest);
  if ((first || second) && try_slot(store, newest, &slots[newest])) {
    return;
  }
  if (first && second) {
    try_slot(store, other, &slots[other]);
  }
}

const struct cell_network *store_active(const struct store *store) {
  return store->active_slot == SLOT_NONE ? 0 : &store->networks[store->active];
}

const struct cell_network *store_candidate(const struct store *store) {
  return &store->networks[1 - store->active];
}

struct image_result store_load_candidate(struct store *store, uint8_t slot, uint16_t length) {
  return image_load(&store->networks[1 - store->active], slot_image_address(slot), length);
}

void store_switch(struct store *store, uint8_t slot, const struct slot *header) {
  store->active = (uint8_t)(1 - store->active);
  store->active_slot = slot;
  store->slot = *header;
}

static bool try_slot(struct store *store, uint8_t index, const struct slot *slot) {
  if (store_load_candidate(store, index, slot->length).fault != IMAGE_GOOD) {
    return false;
  }
  store_switch(store, index, slot);
  return true;
}
