// The check of a message: a CRC-16 and two running sums, 28 bits in four 7-bit bytes. Sixteen bits alone would accept
// one damaged message in 65,536, which happens on a noisy line within a million bit pairs. The sums (of the bytes, and
// of those sums) fail independently of the CRC and cost two additions for each byte.
#ifndef CARRYBIT_CHECK_H
#define CARRYBIT_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "crc.h"

enum { CHECK_LENGTH = 4 };

struct check {
  uint16_t crc;
  uint8_t sum, sums;  // modulo 256
};

static inline void check_start(struct check *check) {
  check->crc = CRC_START;
  check->sum = check->sums = 0;
}

static inline void check_update(struct check *check, uint8_t byte) {
  check->crc = crc_update(check->crc, byte);
  check->sum = (uint8_t)(check->sum + byte);
  check->sums = (uint8_t)(check->sums + check->sum);
}

// Over so many bytes, one after the other.
void check_over(struct check *check, const uint8_t bytes[], uint8_t length);

// The four bytes: CRC bits 0–6, 7–13, 14–15 with the sum's low five bits above them, and the low seven bits
// of the sum of sums.
static inline void check_bytes(const struct check *check, uint8_t bytes[CHECK_LENGTH]) {
  bytes[0] = (uint8_t)(check->crc & 0x7F);
  bytes[1] = (uint8_t)((check->crc >> 7) & 0x7F);
  bytes[2] = (uint8_t)((uint8_t)(check->crc >> 14) | ((check->sum & 0x1F) << 2));
  bytes[3] = check->sums & 0x7F;
}

#endif
