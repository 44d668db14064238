#include "print.h"

#include "board.h"

enum { DECIMALS = 10 };

static const char arrow[] FLASH = " -> ";

void print(const char *flash) {
  for (char character; (character = (char)flash_byte(flash)) != 0; flash++) {
    board_send((uint8_t)character);
  }
}

void print_line(const char *flash) {
  print(flash);
  print_end();
}

void print_typed(const char *line) {
  while (*line) {
    board_send((uint8_t)*line++);
  }
  print(arrow);
}

void print_end(void) {
  board_millis();  // it counts only while it is called
  board_send('\r');
  board_send('\n');
}

void print_number(uint32_t number) {
  char digits[DECIMALS];
  uint8_t count = 0;
  do {
    digits[count++] = (char)('0' + number % 10);
    number /= 10;
  } while (number);
  while (count) {
    board_send((uint8_t)digits[--count]);
  }
}

void print_bits(uint32_t bits, uint8_t count) {
  while (count--) {
    board_send((uint8_t)('0' + ((bits >> count) & 1)));
  }
}

void print_value(char name, uint8_t number, bool bit, char separator) {
  board_send((uint8_t)name);
  if (number) {
    print_number(number);
  }
  board_send(':');
  board_send((uint8_t)('0' + bit));
  board_send((uint8_t)separator);
}

void print_state(int8_t state, uint8_t bits) {
  if (state < 0) {
    board_send('-');
  }
  const uint16_t size = (uint16_t)(state < 0 ? -state : state);
  const uint8_t hundredths = (uint8_t)((size * 100u) >> (bits - 1));
  board_send((uint8_t)('0' + hundredths / 100));
  board_send('.');
  board_send((uint8_t)('0' + hundredths / 10 % 10));
  board_send((uint8_t)('0' + hundredths % 10));
}
