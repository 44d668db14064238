#include "help.h"

#include "board.h"
#include "print.h"
#include "version.h"

static const char firmware[] FLASH = "carrybit ";
static const char point[] FLASH = ".";
static const char colon[] FLASH = ": ";
static const char slot_is[] FLASH = ", slot ";
static const char update_is[] FLASH = ", update ";
static const char example_numbers[] FLASH = "13 4 9 6";
static const char example_bits[] FLASH = "1111";
static const char help_numbers[] FLASH = " a number for each input: the outputs, last step first, then as a number\r\n";
static const char help_bits[] FLASH =
    " a bit for each input: one step, from the state after the last line"
    "\r\nreset      the next step is a first one"
    "\r\nplot       for the plotter: levels of the pins, until the next line"
    "\r\nplot ";
static const char help_plot[] FLASH =
    " for the plotter: inputs, outputs y and states h of each step"
    "\r\nhelp       this";
static const char no_network[] FLASH = "no network; carrybit flash-weights gives it one";

// The first `length` characters of an example, so that it suits the network; then blanks up to a column.
static void print_example(const char *flash, uint8_t length, uint8_t column) {
  for (uint8_t at = 0; at < length || at < column; at++) {
    board_send((uint8_t)(at < length ? flash_byte(&flash[at]) : ' '));
  }
}

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
    print_end();
    const uint8_t inputs = store_active(store)->inputs, length = (uint8_t)(2 * inputs);
    print_example(example_numbers, length, 10);
    print(help_numbers);
    print_example(example_bits, inputs, 10);
    print(help_bits);
    print_example(example_numbers, length, 5);
    print_line(help_plot);
  } else {
    help_no_network();
  }
}

void help_no_network(void) {
  print_line(no_network);
}
