#include "store.h"

#include <stdbool.h>
#include <string.h>

static struct store_place *beside(struct store *store);
static bool try_slot(struct store *store, uint8_t index, const struct slot *slot);

void store_boot(struct store *store) {
  store_forget(store);
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
  return store->active_slot == SLOT_NONE ? 0 : &store->places[store->active].network;
}

const struct cell_network *store_candidate(const struct store *store) {
  return &store->places[1 - store->active].network;
}

struct image_result store_load_candidate(struct store *store, uint8_t slot, uint16_t length) {
  store->transitions = TRANSITIONS_NONE;
  return image_load(&beside(store)->network, slot_image_address(slot), length);
}

int8_t *store_state(struct store *store, enum store_state of) {
  return store->places[of / STORE_STATES_BESIDE].states[of % STORE_STATES_BESIDE];
}

void store_explore(struct store *store) {
  if (store->transitions != TRANSITIONS_NONE && store->transitions != TRANSITIONS_EXPLORING) {
    return;
  }
  const struct cell_network *network = store_active(store);
  if (!network) {
    return;
  }
  struct transitions *transitions = &beside(store)->transitions;
  store->transitions = store->transitions == TRANSITIONS_NONE ? transitions_begin(transitions, network)
                                                              : transitions_explore(transitions, network);
}

struct transitions *store_transitions(struct store *store) {
  return store->transitions == TRANSITIONS_KNOWN ? &beside(store)->transitions : 0;
}

void store_switch(struct store *store, uint8_t slot, const struct slot *header) {
  store->active = (uint8_t)(1 - store->active);
  store->transitions = TRANSITIONS_NONE;
  store->active_slot = slot;
  store->slot = *header;
}

void store_wiring(const struct store *store, struct wiring *wiring) {
  const struct cell_network *network = store_active(store);
  if (network) {
    const uint16_t image = slot_image_address(store->active_slot);
    wiring_read(wiring, network, (uint16_t)(image + store->slot.length - WIRING_BYTES));
  } else {
    memset(wiring, 0, sizeof *wiring);
  }
}

void store_forget(struct store *store) {
  store->active = 0;
  store->transitions = TRANSITIONS_NONE;
  store->active_slot = SLOT_NONE;
  memset(&store->slot, 0, sizeof store->slot);
}

static struct store_place *beside(struct store *store) {
  return &store->places[1 - store->active];
}

static bool try_slot(struct store *store, uint8_t index, const struct slot *slot) {
  if (store_load_candidate(store, index, slot->length).fault != IMAGE_GOOD) {
    return false;
  }
  store_switch(store, index, slot);
  return true;
}
