// A byte of a CRC (crc.h) in 14 cycles.
#ifndef CARRYBIT_CRC_UPDATE_H
#define CARRYBIT_CRC_UPDATE_H

#include <stdint.h>

// The CRC after one more byte.
static inline uint16_t crc_update(uint16_t crc, uint8_t byte) {
  // With y = low ^ byte, then y ^= y << 4 in eight bits, the CRC becomes (crc >> 8) ^ y << 8 ^ y << 3 ^ y >> 4; one
  // multiplication shifts by three.
  const uint8_t eight = 8;
  uint8_t nibble;
  __asm__(
      "eor %A0, %2\n\t"
      "mov %1, %A0\n\t"
      "swap %1\n\t"
      "andi %1, 0xF0\n\t"
      "eor %A0, %1\n\t"
      "mul %A0, %3\n\t"
      "eor r0, %B0\n\t"
      "mov %B0, %A0\n\t"
      "eor %B0, r1\n\t"
      "clr r1\n\t"
      "swap %A0\n\t"
      "andi %A0, 0x0F\n\t"
      "eor %A0, r0"
      : "+d"(crc), "=&d"(nibble)
      : "r"(byte), "r"(eight)
      : "r0");
  return crc;
}

#endif
