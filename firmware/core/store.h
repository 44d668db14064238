// The networks in RAM: the active one, from the newest valid slot, and beside it the candidate of an
// update, so that it can be probed by the very code and constants that will run it. While there is no
// candidate, its place remembers the active network's transitions. What is left of their pages holds the states of
// those who step the active network.
#ifndef CARRYBIT_STORE_H
#define CARRYBIT_STORE_H

#include <stdint.h>

#include "cell.h"
#include "image.h"
#include "slots.h"
#include "transitions.h"
#include "wiring.h"

enum store_state { STORE_STREAM, STORE_STANDALONE, STORE_MONITOR, STORE_STATES };
enum { STORE_STATES_BESIDE = 2 };

// Two pages of 256 bytes.
struct store_place {
  union {
    struct cell_network network;
    struct transitions transitions;
  };
  int8_t states[STORE_STATES_BESIDE][CELL_MAX_HIDDEN];
};
_Static_assert(sizeof(struct store_place) == 512, "a place fills two pages");

struct store {
  struct store_place places[2];
  uint8_t active;                       // which of the two holds the network that runs
  enum transitions_status transitions;  // whether the other holds that network's transitions
  uint8_t active_slot;  // SLOT_NONE: no network
  struct slot slot;     // header of the active slot; zeros without one
};

// Loads the newest slot that is valid and holds a fixed network. (Within `main` its variables would stay on the stack.)
void store_boot(struct store *store) __attribute__((noinline));

// The network that runs; 0: none.
const struct cell_network *store_active(const struct store *store);

// The place beside it, and filling it from a slot.
const struct cell_network *store_candidate(const struct store *store);
struct image_result store_load_candidate(struct store *store, uint8_t slot, uint16_t length);

// The state of one user of the network; it stays at its address, whichever network is active.
int8_t *store_state(struct store *store, enum store_state of);

// Explores the active network a little further, in the place beside it; only while that holds no candidate.
void store_explore(struct store *store);

// All transitions of the active network; 0: they are not known, or do not fit.
struct transitions *store_transitions(struct store *store);

// The candidate, loaded from `slot` with the finished header `header`, becomes the active network.
void store_switch(struct store *store, uint8_t slot, const struct slot *header);

// The pins of the active network; none without a network.
void store_wiring(const struct store *store, struct wiring *wiring);

// There is no network any more.
void store_forget(struct store *store);

#endif
