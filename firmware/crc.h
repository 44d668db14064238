// CRC-16/MCRF4XX: polynomial 0x1021 reflected, initial value 0xFFFF, no final exclusive-or; of the
// nine characters "123456789" it is 0x6F91. Every checksum of carrybit, on the wire and in the EEPROM,
// is this one. A byte takes the AVR 14 cycles; the host's version is bit by bit.
#ifndef CARRYBIT_CRC_H
#define CARRYBIT_CRC_H

#include <stdint.h>

#define CRC_START 0xFFFFu

// The CRC after one more byte.
static inline uint16_t crc_update(uint16_t crc, uint8_t byte) {
#ifdef __AVR__
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
#else
  uint16_t rest = (uint16_t)(crc ^ byte);
  for (uint8_t bit = 0; bit < 8; bit++) {
    rest = (uint16_t)((rest >> 1) ^ ((rest & 1u) ? 0x8408u : 0u));
  }
  return rest;
#endif
}

#endif
