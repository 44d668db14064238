// The adder's stream loop in C: the host's version, and the AVR's with `make FAST=c`.
#include "cell.h"

void cell_adder_stream(const struct cell_adder *adder, int8_t state[3], const uint8_t in[], uint8_t steps,
                       uint8_t out[], const int8_t table[256]) {
  int8_t s0 = state[0], s1 = state[1], s2 = state[2];
  const int8_t *w = adder->recurrent, *v = adder->output;
  uint8_t left = 0, bits = 0, place = 1, packed = 0;
  while (steps--) {
    if (left == 0) {
      left = 3;
      bits = *in++;
    }
    left--;
    const int16_t *base = adder->base[bits & 3u];
    bits = (uint8_t)(bits >> 2);
    const int16_t a0 = (int16_t)(base[0] + (int16_t)(s0 * w[0]) + (int16_t)(s1 * w[3]) + (int16_t)(s2 * w[6]));
    const int16_t a1 = (int16_t)(base[1] + (int16_t)(s0 * w[1]) + (int16_t)(s1 * w[4]) + (int16_t)(s2 * w[7]));
    const int16_t a2 = (int16_t)(base[2] + (int16_t)(s0 * w[2]) + (int16_t)(s1 * w[5]) + (int16_t)(s2 * w[8]));
    s0 = table[(uint8_t)((uint16_t)a0 >> 8)];
    s1 = table[(uint8_t)((uint16_t)a1 >> 8)];
    s2 = table[(uint8_t)((uint16_t)a2 >> 8)];
    const int16_t logit =
        (int16_t)(adder->output_bias + (int16_t)(s0 * v[0]) + (int16_t)(s1 * v[1]) + (int16_t)(s2 * v[2]));
    if (logit >= 0) {
      packed |= place;
    }
    place = (uint8_t)(place << 1);
    if (place == 0x80 || steps == 0) {
      *out++ = packed;
      packed = 0;
      place = 1;
    }
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
}
