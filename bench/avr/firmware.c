// The firmware's cell, from the firmware's own sources: with -DPLAIN the one for any network, with -DREMEMBERED what the
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

void contestant_init(void) {
  network.inputs = 2;
  network.hidden = 3;
  network.outputs = 1;
  network.state_bits = network.table_bits = network.index_shift = 8;
  memcpy_P(network.table, tanh_table, sizeof tanh_table);
  memcpy_P(network.input_weights, input_weights, sizeof input_weights);
  memcpy_P(network.state_bias, state_bias, sizeof state_bias);
  memcpy_P(network.recurrent, recurrent_weights, sizeof recurrent_weights);
  memcpy_P(network.output_weights, output_weights, sizeof output_weights);
  memcpy_P(network.output_bias, output_bias, sizeof output_bias);
#ifndef PLAIN
  cell_prepare(&network);
#endif
#ifdef REMEMBERED
  memcpy_P(network.initial, initial_state, sizeof initial_state);
  transitions_begin(&transitions, &network);
  while (transitions_explore(&transitions, &network) != TRANSITIONS_KNOWN) {
  }
#endif
}

void contestant_run(uint8_t steps) {
#ifdef REMEMBERED
  transitions_stream(&transitions, state, in, steps, out);
#elif defined PLAIN
  cell_stream(&network, state, in, steps, out);
#else
  cell_adder_stream(&network, state, in, steps, out);
#endif
}
