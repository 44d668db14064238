// CRC-16/MCRF4XX: polynomial 0x1021 reflected, initial value 0xFFFF, no final exclusive-or; of the
// nine characters "123456789" it is 0x6F91. Every checksum of carrybit, on the wire and in the EEPROM,
// is this one. avr-libc has it in assembly as _crc_ccitt_update; the host version is bit by bit.
#ifndef CARRYBIT_CRC_H
#define CARRYBIT_CRC_H

#include <stdint.h>

#ifdef __AVR__
#include <util/crc16.h>
#endif

#define CRC_START 0xFFFFu

// The CRC after one more byte.
static inline uint16_t crc_update(uint16_t crc, uint8_t byte) {
#ifdef __AVR__
  return _crc_ccitt_update(crc, byte);
#else
  uint16_t rest = (uint16_t)(crc ^ byte);
  for (uint8_t bit = 0; bit < 8; bit++) {
    rest = (uint16_t)((rest >> 1) ^ ((rest & 1u) ? 0x8408u : 0u));
  }
  return rest;
#endif
}

#endif
