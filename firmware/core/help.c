#include "help.h"

#include "board.h"
#include "print.h"
#include "version.h"

static const char firmware[] FLASH = "carrybit ";
static const char point[] FLASH = ".";
static const char colon[] FLASH = ": ";
static const char slot_is[] FLASH = ", slot ";
static const char update_is[] FLASH = ", update ";
static const char help_numbers[] FLASH =
    "\r\n13 4       as many numbers as inputs: the outputs, last step first, and as a number"
    "\r\n11         a bit for each input: one step from where the last one led";
static const char help_rest[] FLASH =
    "\r\nreset      the next step is a first one"
    "\r\nplot       for the plotter: levels of the pins, until the next line"
    "\r\nplot 13 4  for the plotter: inputs, outputs y and states h of each step"
    "\r\nhelp       this";
static const char no_network[] FLASH = "no network; carrybit flash-weights gives it one";

void help_print(const struct store *store) {
  print(firmware);
  print_number(FIRMWARE_MAJOR);
  print(point);
  print_number(FIRMWARE_MINOR);
  print(colon);
  if (store_active(store)) {
    const uint16_t image = slot_image_address(store->active_slot);
    for (uint8_t i = 0; i < IMAGE_NAME_LENGTH; i++) {
      const uint8_t character = board_eeprom_read((uint16_t)(image + IMAGE_NAME + i));
      if (character) {
        board_send(character & 0x7Fu);
      }
    }
    board_send(' ');
    for (uint8_t i = 0; i < 2 * IMAGE_DIGEST_LENGTH; i++) {
      const uint8_t byte = board_eeprom_read((uint16_t)(image + IMAGE_DIGEST + i / 2));
      const uint8_t digit = i % 2 ? byte & 15u : byte >> 4;
      board_send((uint8_t)(digit < 10 ? '0' + digit : 'a' - 10 + digit));
    }
    print(slot_is);
    print_number(store->active_slot);
    print(update_is);
    print_number(store->slot.sequence);
    print(help_numbers);
    print_line(help_rest);
  } else {
    help_no_network();
  }
}

void help_no_network(void) {
  print_line(no_network);
}
