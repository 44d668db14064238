// A byte of a CRC (crc.h), bit by bit.
#ifndef CARRYBIT_CRC_UPDATE_H
#define CARRYBIT_CRC_UPDATE_H

#include <stdint.h>

// The CRC after one more byte.
static inline uint16_t crc_update(uint16_t crc, uint8_t byte) {
  uint16_t rest = (uint16_t)(crc ^ byte);
  for (uint8_t bit = 0; bit < 8; bit++) {
    rest = (uint16_t)((rest >> 1) ^ ((rest & 1u) ? 0x8408u : 0u));
  }
  return rest;
}

#endif
