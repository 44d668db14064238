// A network image: a fixed network as bytes in the EEPROM (docs/spec.md, section 6).
#ifndef CARRYBIT_IMAGE_H
#define CARRYBIT_IMAGE_H

#include <stdint.h>

#include "cell.h"
#include "slots.h"
#include "wiring.h"

// Format 1 has at most IMAGE_SMALL hidden units, format 2 more: of every network there is one image.
enum { IMAGE_FORMAT_SMALL = 1, IMAGE_FORMAT_LARGE = 2, IMAGE_SMALL = 8 };
// Bits of the byte that says what is at the stand-alone adder's pins.
enum { IMAGE_ELECTRONIC_CLOCK = 1, IMAGE_PULL_UPS = 2, IMAGE_CHOSEN_PINS = 4 };
enum { IMAGE_NAME = 10, IMAGE_NAME_LENGTH = 15, IMAGE_DIGEST = 25, IMAGE_DIGEST_LENGTH = 8, IMAGE_HEADER = 33 };
// Behind the constants are pins, if they are chosen (wiring.h): MAX_IMAGE_BYTES is without them.
enum { MAX_IMAGE_BYTES = IMAGE_HEADER + CELL_MAX_CONSTANTS };
_Static_assert(MAX_IMAGE_BYTES + WIRING_BYTES <= MAX_SLOT_IMAGE_BYTES, "the longest image with its pins fits a slot");

enum image_fault {
  IMAGE_GOOD,
  IMAGE_BAD_FORMAT,  // version, pins, name, or a length that does not follow from the header
  IMAGE_BAD_LIMITS,  // a size or a number format out of range, or more constants than there is room for
  IMAGE_BAD_VALUE,   // a constant outside its number format
  IMAGE_BREAKS_ROW_RULE,
};

struct image_result {
  enum image_fault fault;
  uint16_t at;  // offset of the offending byte in the image; number of the row for the row rule
};

// Reads `length` bytes from EEPROM `address` into `network` and prepares it. After a fault `network` is half
// filled and must not be run.
struct image_result image_load(struct cell_network *network, uint16_t address, uint16_t length);

#endif
