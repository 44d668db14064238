// A program that never waits, for measuring simulators: CRC, sorting, 32-bit and floating-point arithmetic, a table in
// flash. Its results go to GPIOR1 and GPIOR2.
#include <avr/io.h>
#include <avr/pgmspace.h>
#include <stdint.h>

static uint8_t bytes[256];
static const uint8_t table[16] PROGMEM = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};

static uint16_t crc(uint16_t value, uint8_t byte) {
  value ^= byte;
  for (uint8_t bit = 0; bit < 8; bit++) {
    value = value & 1 ? (value >> 1) ^ 0xA001 : value >> 1;
  }
  return value;
}

int main(void) {
  uint32_t seed = 1;
  float mean = 1;
  uint16_t check = 0;
  for (;;) {
    for (uint16_t at = 0; at < 256; at++) {
      seed = seed * 1664525u + 1013904223u;
      bytes[at] = (uint8_t)(seed >> 24) + pgm_read_byte(&table[at & 15]);
    }
    for (uint8_t at = 1; at < 64; at++) {
      const uint8_t byte = bytes[at];
      uint8_t place = at;
      for (; place && bytes[place - 1] > byte; place--) {
        bytes[place] = bytes[place - 1];
      }
      bytes[place] = byte;
    }
    for (uint16_t at = 0; at < 256; at++) {
      check = crc(check, bytes[at]);
    }
    for (uint8_t at = 0; at < 16; at++) {
      mean = mean * 0.75f + (float)check / (bytes[at] + 1.0f);
    }
    GPIOR1 = (uint8_t)check;
    GPIOR2 = (uint8_t)(uint16_t)mean;
  }
}
