#include "cell.h"

#include <stddef.h>
#include <string.h>

_Static_assert(offsetof(struct cell_network, inputs) == 462 && offsetof(struct cell_network, first) == 472,
               "a board's own step knows these");

// The constants of a network of the adder's sizes, as they follow each other.
struct constants {
  int8_t initial[3], input_weights[2][3], state_bias[3], recurrent[3][3], output_weights[3], output_bias;
};

static const struct constants *constants_of(const struct cell_network *network);
static bool fill_base(struct cell_network *network);
static bool fit(const struct cell_network *network, int16_t *start, uint8_t reach);
static void stretch(int8_t table[256]);

void cell_prepare(struct cell_network *network) {
  network->is_adder = network->inputs == 2 && network->hidden == 3 && network->outputs == 1 &&
                      network->state_bits == 8 && network->table_bits == 8 && network->index_shift == 8 &&
                      fill_base(network);
  if (!network->is_adder) {
    return;
  }
  struct cell_adder *adder = &network->adder;
  const struct constants *constants = constants_of(network);
  for (uint8_t from = 0; from < 3; from++) {
    for (uint8_t to = 0; to < 3; to++) {
      adder->recurrent[3 * to + from] = (int8_t)(2 * constants->recurrent[from][to]);
    }
  }
  memcpy(adder->output, constants->output_weights, sizeof adder->output);
  adder->output_bias = (int16_t)(constants->output_bias * 128);
  stretch(network->table);
}

void cell_reset(const struct cell_network *network, int8_t state[]) {
  memcpy(state, network->constants + network->first, network->hidden);
}

uint8_t cell_step(const struct cell_network *network, int8_t state[], uint8_t input) {
  if (!network->is_adder) {
    return cell_plain_step(network, state, input);
  }
  uint8_t output;
  cell_adder_stream(network, state, &input, 1, &output);
  return output;
}

uint8_t cell_stream(const struct cell_network *network, int8_t state[], const uint8_t in[], uint8_t steps,
                    uint8_t out[]) {
  if (steps == 0) {
    return 0;
  }
  if (network->is_adder) {
    cell_adder_stream(network, state, in, steps, out);
    return (uint8_t)((steps + 6) / 7);
  }
  const uint8_t mask = (uint8_t)((1u << network->inputs) - 1u);
  const uint8_t in_places = cell_places(network->inputs);
  const uint8_t out_places = cell_places(network->outputs);
  uint8_t in_left = 0, out_used = 0, length = 0, bits = 0, packed = 0;
  while (steps--) {
    if (in_left == 0) {
      in_left = in_places;
      bits = *in++;
    }
    in_left--;
    const uint8_t output = cell_plain_step(network, state, bits & mask);
    bits = (uint8_t)(bits >> network->inputs);
    packed = (uint8_t)(packed | (output << (out_used * network->outputs)));
    out_used++;
    if (out_used == out_places || steps == 0) {
      out[length++] = packed;
      packed = 0;
      out_used = 0;
    }
  }
  return length;
}

static const struct constants *constants_of(const struct cell_network *network) {
  return (const struct constants *)(network->constants + network->first);
}

static bool fill_base(struct cell_network *network) {
  const struct constants *constants = constants_of(network);
  for (uint8_t unit = 0; unit < 3; unit++) {
    uint8_t reach = 0;
    for (uint8_t from = 0; from < 3; from++) {
      const int8_t weight = constants->recurrent[from][unit];
      if (weight < -64 || weight > 63) {
        return false;
      }
      reach = (uint8_t)(reach + (weight < 0 ? -weight : weight));
    }
    for (uint8_t pair = 0; pair < 4; pair++) {
      int16_t start = constants->state_bias[unit];
      if (pair & 1u) {
        start = (int16_t)(start + constants->input_weights[0][unit]);
      }
      if (pair & 2u) {
        start = (int16_t)(start + constants->input_weights[1][unit]);
      }
      if (!fit(network, &start, reach)) {
        return false;
      }
      for (uint8_t place = 0; place < CELL_PAIRS; place++) {
        network->adder.base[cell_base(place, pair, unit)] = (int8_t)start;
      }
    }
  }
  return true;
}

// The states move a stretched index at most `reach` away from `start`. Where it would leave a byte, `start` is
// moved in, which is right only if the table is flat there.
static bool fit(const struct cell_network *network, int16_t *start, uint8_t reach) {
  int16_t low = (int16_t)(*start - reach), high = (int16_t)(*start + reach);
  if (reach > 127 || (low >= -128 && high <= 127)) {
    return reach <= 127;
  }
  if (high > 127) {
    *start = (int16_t)(127 - reach);
    low = (int16_t)(*start - reach);
  } else {
    *start = (int16_t)(reach - 128);
    high = (int16_t)(*start + reach);
  }
  const int8_t level = network->table[(uint8_t)(low >> 1)];
  for (int16_t index = (int16_t)(low >> 1); index <= high >> 1; index++) {
    if (network->table[(uint8_t)index] != level) {
      return false;
    }
  }
  return true;
}

// table[i] := table[i >> 1] for i in −128 … 127: from both ends inwards, so that what is read is still old.
static void stretch(int8_t table[256]) {
  for (int16_t i = 127; i >= 0; i--) {
    table[i] = table[i >> 1];
  }
  for (int16_t i = -128; i < 0; i++) {
    table[(uint8_t)i] = table[(uint8_t)(i >> 1)];
  }
}
