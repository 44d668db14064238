// The firmware's cell, from the firmware's own sources: with -DPLAIN the one for any network, with -DSTEP besides a
// single step of it without its packing, with -DREMEMBERED what the
// cell has answered before, else the adder's stream loop, from cell_adder.c or cell_adder.S.
#include <avr/pgmspace.h>

#define CONSTANT const PROGMEM  // on the board they come from the EEPROM
#include "cell.h"
#include "contestant.h"
#include "network.h"
#ifdef REMEMBERED
#include "transitions.h"

static struct transitions transitions __attribute__((aligned(256)));
#endif

static struct cell_network network __attribute__((aligned(256)));

#define COPY(constants) (memcpy_P(to, constants, sizeof constants), to += sizeof constants)

void contestant_init(void) {
  network.inputs = INPUTS;
  network.hidden = HIDDEN;
  network.outputs = OUTPUTS;
  network.state_bits = STATE_BITS;
  network.table_bits = TABLE_BITS;
  network.index_shift = INDEX_SHIFT;
  network.first = cell_first(&network);
  memcpy_P(network.table, tanh_table, sizeof tanh_table);
  int8_t *to = network.constants + network.first;
  COPY(initial_state);
  COPY(input_weights);
  COPY(state_bias);
  COPY(recurrent_weights);
  COPY(output_weights);
  COPY(output_bias);
#ifndef PLAIN
  cell_prepare(&network);
#endif
#ifdef REMEMBERED
  transitions_begin(&transitions, &network);
  while (transitions_explore(&transitions, &network) != TRANSITIONS_KNOWN) {
  }
#endif
}

void contestant_run(uint8_t steps) {
#ifdef REMEMBERED
  transitions_stream(&transitions, state, in, steps, out);
#elif defined STEP
  (void)steps;
  out[0] = cell_plain_step(&network, state, in[0]);
#elif defined PLAIN
  cell_stream(&network, state, in, steps, out);
#else
  cell_adder_stream(&network, state, in, steps, out);
#endif
}
