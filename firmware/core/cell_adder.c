// The adder's stream loop in C, for boards without their own.
#include "cell.h"

void cell_adder_stream(const struct cell_network *network, int8_t state[3], const uint8_t in[], uint8_t steps,
                       uint8_t out[]) {
  int8_t s0 = state[0], s1 = state[1], s2 = state[2];
  const struct cell_adder *adder = &network->adder;
  const int8_t *w = adder->recurrent, *v = adder->output, *table = network->table;
  uint8_t in_place = 0, bits = 0, out_place = 1, packed = 0;
  while (steps--) {
    if (in_place == 0) {
      bits = *in++;
    }
    const int8_t *base = adder->base;
    const uint8_t pair = bits & 3u;
    const int16_t a0 = (int16_t)((int16_t)(s0 * w[0]) + (int16_t)(s1 * w[1]) + (int16_t)(s2 * w[2]));
    const int16_t a1 = (int16_t)((int16_t)(s0 * w[3]) + (int16_t)(s1 * w[4]) + (int16_t)(s2 * w[5]));
    const int16_t a2 = (int16_t)((int16_t)(s0 * w[6]) + (int16_t)(s1 * w[7]) + (int16_t)(s2 * w[8]));
    s0 = table[(uint8_t)(base[cell_base(in_place, pair, 0)] + (a0 >> 8))];
    s1 = table[(uint8_t)(base[cell_base(in_place, pair, 1)] + (a1 >> 8))];
    s2 = table[(uint8_t)(base[cell_base(in_place, pair, 2)] + (a2 >> 8))];
    bits = (uint8_t)(bits >> 2);
    in_place = in_place == CELL_PAIRS - 1 ? 0 : (uint8_t)(in_place + 1);
    const int16_t logit =
        (int16_t)(adder->output_bias + (int16_t)(s0 * v[0]) + (int16_t)(s1 * v[1]) + (int16_t)(s2 * v[2]));
    if (logit >= 0) {
      packed |= out_place;
    }
    out_place = (uint8_t)(out_place << 1);
    if (out_place == 0x80 || steps == 0) {
      *out++ = packed;
      packed = 0;
      out_place = 1;
    }
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
}
