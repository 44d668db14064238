// The firmware's cell on the host, for tests that compare it with others: `make -C firmware host-cell`.
//
//   host-cell < bytes > bytes
//
// Reads an image's length (u16, little-endian), the image (docs/spec.md, section 6), a count of records (u32,
// little-endian), and so many records of H state bytes and one byte of inputs (input i in bit i). Writes for each
// H bytes of next state and one byte of outputs (output o in bit o). Each record is one step of the code that
// streams and probes run. Several such jobs may follow each other. Exit code 1 with a line on stderr: the board
// would refuse the image, or the input ends too soon.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_board.h"
#include "image.h"

static void fail(const char *what, unsigned at) {
  fprintf(stderr, "host-cell: %s (%u)\n", what, at);
  exit(1);
}

static uint32_t number(const uint8_t *bytes, int count) {
  uint32_t value = 0;
  while (count--) {
    value = value << 8 | bytes[count];
  }
  return value;
}

static void must_read(void *into, size_t length) {
  if (fread(into, 1, length, stdin) != length) {
    fail("the input ends within a job", (unsigned)length);
  }
}

static void job(uint16_t length) {
  static struct cell_network network;
  if (length > sizeof fake.eeprom) {
    fail("an image longer than the EEPROM", length);
  }
  must_read(fake.eeprom, length);
  const struct image_result result = image_load(&network, 0, length);
  if (result.fault != IMAGE_GOOD) {
    static const char *const faults[] = {"", "the image's format, name or length",
                                         "a size or number format out of range", "a constant outside its bits",
                                         "a row breaks the row rule"};
    fail(faults[result.fault], result.at);
  }
  uint8_t bytes[CELL_MAX_HIDDEN + 1];
  must_read(bytes, 4);
  for (uint32_t count = number(bytes, 4); count; count--) {
    must_read(bytes, network.hidden + 1u);
    if (bytes[network.hidden] >> network.inputs) {
      fail("an input bit that does not exist", bytes[network.hidden]);
    }
    bytes[network.hidden] = cell_step(&network, (int8_t *)bytes, bytes[network.hidden]);
    fwrite(bytes, 1, network.hidden + 1u, stdout);
  }
}

int main(void) {
  uint8_t length[2];
  while (fread(length, 1, 1, stdin) == 1) {
    must_read(length + 1, 1);
    job((uint16_t)number(length, 2));
  }
  return 0;
}
