#include "slots.h"

#include "board.h"
#include "crc.h"

static uint16_t read16(uint16_t address);
static void put16(uint8_t *bytes, uint16_t value);

uint16_t slot_address(uint8_t index) {
  return (uint16_t)(index * SLOT_SIZE);
}

uint16_t slot_image_address(uint8_t index) {
  return (uint16_t)(slot_address(index) + SLOT_HEADER);
}

bool slot_read(uint8_t index, struct slot *slot) {
  const uint16_t address = slot_address(index);
  if (board_eeprom_read(address) != SLOT_MARKER_VALID || board_eeprom_read((uint16_t)(address + 1)) != SLOT_LAYOUT) {
    return false;
  }
  slot->sequence = read16((uint16_t)(address + 2));
  slot->length = read16((uint16_t)(address + SLOT_LENGTH_AT));
  slot->image_crc = read16((uint16_t)(address + SLOT_IMAGE_CRC_AT));
  return slot_crc((uint16_t)(address + 1), 7) == read16((uint16_t)(address + 8)) &&
         slot->length <= MAX_SLOT_IMAGE_BYTES &&
         slot_crc(slot_image_address(index), slot->length) == slot->image_crc;
}

bool slot_is_newer(const struct slot *slot, const struct slot *than) {
  return (int16_t)(uint16_t)(slot->sequence - than->sequence) > 0;
}

void slot_header(const struct slot *slot, uint8_t bytes[SLOT_HEADER]) {
  bytes[0] = SLOT_MARKER_VALID;
  bytes[1] = SLOT_LAYOUT;
  put16(bytes + 2, slot->sequence);
  put16(bytes + SLOT_LENGTH_AT, slot->length);
  put16(bytes + SLOT_IMAGE_CRC_AT, slot->image_crc);
  uint16_t crc = CRC_START;
  for (uint8_t i = 1; i < 8; i++) {
    crc = crc_update(crc, bytes[i]);
  }
  put16(bytes + 8, crc);
}

uint16_t slot_crc(uint16_t address, uint16_t length) {
  uint16_t crc = CRC_START;
  while (length--) {
    crc = crc_update(crc, board_eeprom_read(address++));
  }
  return crc;
}

uint8_t slot_spare(uint8_t active) {
#ifdef CARRYBIT_SINGLE_SLOT
  // A deliberately wrong firmware for the power-cut test, which must fail with it: it overwrites the running slot.
  (void)active;
  return 0;
#else
  return active == 0 ? 1 : 0;
#endif
}

static uint16_t read16(uint16_t address) {
  return (uint16_t)(board_eeprom_read(address) | (board_eeprom_read((uint16_t)(address + 1)) << 8));
}

static void put16(uint8_t *bytes, uint16_t value) {
  bytes[0] = (uint8_t)value;
  bytes[1] = (uint8_t)(value >> 8);
}
