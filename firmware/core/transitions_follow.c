// The loop over remembered transitions in C, for boards without their own.
#include "transitions.h"

uint8_t transitions_follow(const uint8_t next[], uint8_t place, const uint8_t in[], uint8_t steps, uint8_t out[]) {
  uint8_t in_place = 0, bits = 0, out_place = 1, packed = 0;
  while (steps--) {
    if (in_place == 0) {
      bits = *in++;
      in_place = CELL_PAIRS;
    }
    in_place--;
    const uint8_t entry = next[place | (bits & 3u)];
    bits = (uint8_t)(bits >> 2);
    place = (uint8_t)(entry << 1);
    if (entry & 0x80u) {
      packed |= out_place;
    }
    out_place = (uint8_t)(out_place << 1);
    if (out_place == 0x80 || steps == 0) {
      *out++ = packed;
      packed = 0;
      out_place = 1;
    }
  }
  return place;
}
