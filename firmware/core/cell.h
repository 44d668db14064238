// The fixed-point cell of docs/spec.md, sections 1 and 2.
//
// A network's constants belong to the caller, and so does the state: `hidden` signed bytes. Nothing here
// checks anything; image.h lets only fixed networks through, and their row rule is why every
// accumulator below fits in sixteen bits.
#ifndef CARRYBIT_CELL_H
#define CARRYBIT_CELL_H

#include <stdbool.h>
#include <stdint.h>

#include "board_facts.h"

// Sizes, of which not all go together: table and constants are CELL_MAX_CONSTANTS bytes at most.
enum {
  CELL_MAX_INPUTS = BOARD_MAX_INPUTS,
  CELL_MAX_HIDDEN = BOARD_MAX_HIDDEN,
  CELL_MAX_OUTPUTS = BOARD_MAX_OUTPUTS,
  CELL_MAX_CONSTANTS = BOARD_MAX_CONSTANTS,
};

// The adder's constants as its stream loop wants them (a board's own loop may know the offsets). Recurrent weights are
// doubled, and so is the table's scale: entry i of the network's table is entry i >> 1 of the image's. Then the
// part of an accumulator that comes from biases and inputs is a whole number of its high byte.
enum { CELL_BASE = 66, CELL_PAIRS = 3 };
struct cell_adder {
  int8_t base[CELL_BASE];  // by place of the pair in its byte, pair, unit: cell_base says where
  int8_t recurrent[9];     // (to, from), twice the weight
  int8_t output[3];
  int16_t output_bias;     // as the logit's start
};

// Where in `base` the start of `unit` is for the pair x[0] + 2·x[1] in `place` 0 … 2 of a byte: the pair's bits
// of that byte, moved nowhere, are part of the address.
static inline uint8_t cell_base(uint8_t place, uint8_t pair, uint8_t unit) {
  return (uint8_t)(place == 0 ? 4 + pair + 4 * unit : place == 1 ? 51 + 4 * pair + unit : 16 * pair + unit);
}

struct cell_network {
  union {
    // The table's 2^table_bits entries, and from `first` on, one after the other: initial state, input weights, state
    // biases, recurrent weights, output weights, output biases. So the entries of a row lie `hidden` apart, and those
    // of an output `outputs`, the bias last.
    int8_t constants[CELL_MAX_CONSTANTS];
    // Of a network of the adder's sizes: `first` is behind it. A board may have each begin a page of RAM.
    struct {
      int8_t table[256];
      struct cell_adder adder;
    };
  };
  uint8_t inputs, hidden, outputs;
  uint8_t state_bits, table_bits, index_shift;
  bool is_adder;  // `adder` is filled and `table` stretched: the fast path runs
  bool has_electronic_clock, has_pull_ups;  // of the stand-alone adder's inputs; nothing to the cell
  bool has_chosen_pins;                     // and its pins are not the usual ones
  uint16_t first;
};

// How many constants a network of these sizes has, without its table.
static inline uint16_t cell_count(uint8_t inputs, uint8_t hidden, uint8_t outputs) {
  return (uint16_t)(hidden * (inputs + hidden + outputs + 2) + outputs);
}

// Where its constants begin, when inputs, hidden, outputs and table_bits are set.
static inline uint16_t cell_first(const struct cell_network *network) {
  const bool is_like_adder =
      network->inputs == 2 && network->hidden == 3 && network->outputs == 1 && network->table_bits == 8;
  return (uint16_t)((1u << network->table_bits) + (is_like_adder ? sizeof(struct cell_adder) : 0));
}

// Steps that fit the seven bits of a packed byte, `width` bits each (1 … 4).
static inline uint8_t cell_places(uint8_t width) {
  return width == 1 ? 7 : width == 2 ? 3 : width == 3 ? 2 : 1;
}

// Decides from the other fields whether the fast path can run this network, and readies it: two inputs, three
// states, one output, byte layout, each recurrent weight in −64 … 63, at most 127 in a row, and the table flat
// where a row's indices reach beyond −64 … 63. Everything else runs on the plain path.
void cell_prepare(struct cell_network *network);

// state := initial state
void cell_reset(const struct cell_network *network, int8_t state[]);

// One step: `input` holds input i in bit i; returns output o in bit o.
uint8_t cell_step(const struct cell_network *network, int8_t state[], uint8_t input);

// `steps` steps over packed bits, as stream messages carry them: cell_places(inputs) steps to an input byte and
// cell_places(outputs) to an output byte, the first step lowest, bit 7 and unused places 0. Returns the number of
// output bytes.
uint8_t cell_stream(const struct cell_network *network, int8_t state[], const uint8_t in[], uint8_t steps,
                    uint8_t out[]);

// cell_step for a network without fast path. A board may have its own, whose time depends only
// on the network's sizes and bits.
uint8_t cell_plain_step(const struct cell_network *network, int8_t state[], uint8_t input);

// cell_stream for the three-state adder: three pairs to an input byte, seven sums to an output byte; at
// least one step. A board may have its own, whose time depends on `steps` alone.
void cell_adder_stream(const struct cell_network *network, int8_t state[3], const uint8_t in[], uint8_t steps,
                       uint8_t out[]);

#endif
