// Two network slots in the EEPROM, at 0 and 512 (docs/spec.md, section 5): which one is valid, which is
// newest, and how one becomes valid. The marker, the first byte, is invalidated before anything else of a
// slot changes and is written after everything else; section 5 proves from this that a power cut at any
// moment leaves the old network or the new one.
#ifndef CARRYBIT_SLOTS_H
#define CARRYBIT_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "board_facts.h"

enum { SLOT_COUNT = BOARD_SLOTS, SLOT_SIZE = BOARD_SLOT, SLOT_HEADER = 10 };
enum { MAX_SLOT_IMAGE_BYTES = SLOT_SIZE - SLOT_HEADER };
enum { SLOT_NONE = 0x7F };
enum { SLOT_MARKER_VALID = 0xA6, SLOT_MARKER_INVALID = 0xFF, SLOT_LAYOUT = 1 };
enum { SLOT_LENGTH_AT = 4, SLOT_IMAGE_CRC_AT = 6 };

struct slot {
  uint16_t sequence;
  uint16_t length;     // of the image, bytes
  uint16_t image_crc;
};

// EEPROM address of a slot's marker, and of its image.
uint16_t slot_address(uint8_t index);
uint16_t slot_image_address(uint8_t index);

// Whether the slot holds a complete update; reads all of it. The image may still break a limit.
bool slot_read(uint8_t index, struct slot *slot);

// Which of two valid slots is the newer: numbers wrap, neighbours are at most 32,767 apart.
bool slot_is_newer(const struct slot *slot, const struct slot *than);

// The ten header bytes of a finished slot, marker first.
void slot_header(const struct slot *slot, uint8_t bytes[SLOT_HEADER]);

// CRC of `length` EEPROM bytes from `address`.
uint16_t slot_crc(uint16_t address, uint16_t length);

// The slot an update writes while `active` (or SLOT_NONE) runs.
uint8_t slot_spare(uint8_t active);

#endif
