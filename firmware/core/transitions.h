// A network's reachable transitions, remembered: the board takes each once with the network's own cell, and
// streams by looking them up, at an eighth of the cell's time. A cache and nothing else: states, outputs and what
// is in RAM between messages are those of the cell, bit for bit, and whatever is not remembered goes to the cell.
//
// The caller keeps a status beside the memory and gives the memory away only after forgetting the status.
#ifndef CARRYBIT_TRANSITIONS_H
#define CARRYBIT_TRANSITIONS_H

#include <stdint.h>

#include "cell.h"

enum { TRANSITIONS_STATES = 64, TRANSITIONS_HIDDEN = 3, TRANSITIONS_PAIRS = 4 };

enum transitions_status {
  TRANSITIONS_NONE,       // nothing is remembered: transitions_begin is next
  TRANSITIONS_EXPLORING,  // some are: transitions_explore is next
  TRANSITIONS_KNOWN,      // all are: transitions_stream may be used
  TRANSITIONS_CELL_ONLY,  // they do not fit
};

struct transitions {
  // By 4 · state + pair: the next state's number doubled, and the output in bit 7. 256 bytes.
  uint8_t next[TRANSITIONS_STATES * TRANSITIONS_PAIRS];
  int8_t states[TRANSITIONS_STATES][TRANSITIONS_HIDDEN];  // in the order in which they were found
  uint8_t hidden;     // bytes of a state in use
  uint8_t count;      // states found
  uint16_t explored;  // entries of `next` filled
  uint8_t last;       // the state that the last stream ended in: looked at first
};
_Static_assert(sizeof(struct transitions) <= sizeof(struct cell_network), "they fit a network's place");

// Begins with the initial state. A network of other than two inputs and one output, or of more than three hidden
// states, is left to its cell.
enum transitions_status transitions_begin(struct transitions *transitions, const struct cell_network *network);

// Takes one more transition, breadth first: one step of the cell and a search, some 1,000 cycles at most for a
// network of the fast path. A network with more than TRANSITIONS_STATES states is left to its cell.
enum transitions_status transitions_explore(struct transitions *transitions, const struct cell_network *network);

// The number of a state, or `count` if it is not among them; the state of a number.
uint8_t transitions_find(const struct transitions *transitions, const int8_t state[]);
void transitions_state(const struct transitions *transitions, uint8_t number, int8_t state[]);

// As cell_stream, at least one step, when all transitions are known. Returns 0 and does nothing when `state` is not
// among the states: then it is the cell's turn.
uint8_t transitions_stream(struct transitions *transitions, int8_t state[], const uint8_t in[], uint8_t steps,
                           uint8_t out[]);

// The loop of it, from place 4 · state of `next`; returns the place it ends in. Three pairs to an input byte, seven
// sums to an output byte; bits without meaning are ignored in `in` and 0 in `out`. A board's own
// version may ask that `next` begins a page; its time depends on `steps` alone.
uint8_t transitions_follow(const uint8_t next[], uint8_t place, const uint8_t in[], uint8_t steps, uint8_t out[]);

#endif
