// The fixed-point cell of docs/spec.md, sections 1 and 2.
//
// A network's constants belong to the caller, and so does the state: `hidden` signed bytes. Nothing here
// checks anything; image.h lets only fixed networks through, and their row rule is why every
// accumulator below fits in sixteen bits.
#ifndef CARRYBIT_CELL_H
#define CARRYBIT_CELL_H

#include <stdbool.h>
#include <stdint.h>

enum { CELL_MAX_INPUTS = 4, CELL_MAX_HIDDEN = 8, CELL_MAX_OUTPUTS = 4, CELL_MAX_TABLE = 256 };

// The adder's constants in the order its stream loop wants them (cell_adder.S knows the offsets).
struct cell_adder {
  int16_t base[4][3];    // by input pair (x[0] + 2·x[1]), then unit: the accumulator before the states
  int8_t recurrent[9];   // (from, to)
  int8_t output[3];
  int16_t output_bias;   // as the logit's start
};

struct cell_network {
  int8_t *table;  // 2^table_bits entries, given by the caller; 256-byte aligned
  uint8_t inputs, hidden, outputs;
  uint8_t state_bits, table_bits, index_shift;
  bool is_adder;  // two inputs, three states, one output, byte layout: `adder` is filled, the fast path runs
  int8_t initial[CELL_MAX_HIDDEN];
  int8_t input_weights[CELL_MAX_INPUTS * CELL_MAX_HIDDEN];
  int8_t state_bias[CELL_MAX_HIDDEN];
  int8_t recurrent[CELL_MAX_HIDDEN * CELL_MAX_HIDDEN];
  int8_t output_weights[CELL_MAX_HIDDEN * CELL_MAX_OUTPUTS];
  int8_t output_bias[CELL_MAX_OUTPUTS];
  struct cell_adder adder;
};

// Fills `is_adder` and `adder` from the other fields.
void cell_prepare(struct cell_network *network);

// state := initial state
void cell_reset(const struct cell_network *network, int8_t state[]);

// One step: `input` holds input i in bit i; returns output o in bit o.
uint8_t cell_step(const struct cell_network *network, int8_t state[], uint8_t input);

// `steps` steps over packed bits, as stream messages carry them: 7 / inputs steps to an input byte and
// 7 / outputs to an output byte, the first step lowest, bit 7 and unused places 0. Returns the number of
// output bytes.
uint8_t cell_stream(const struct cell_network *network, int8_t state[], const uint8_t in[], uint8_t steps,
                    uint8_t out[]);

// The same for the three-state adder: three pairs to an input byte, seven sums to an output byte; at
// least one step. On the AVR this is assembly, 0 branches on data.
void cell_adder_stream(const struct cell_adder *adder, int8_t state[3], const uint8_t in[], uint8_t steps,
                       uint8_t out[], const int8_t table[256]);

#endif
