// EEPROM (datasheet 7.4, 7.6.3): 3.4 ms for one erase-and-write.
#include <avr/interrupt.h>
#include <avr/io.h>

#include "board.h"

uint8_t board_eeprom_read(uint16_t address) {
  while (board_eeprom_busy()) {
  }
  EEAR = address;
  EECR |= _BV(EERE);
  return EEDR;
}

bool board_eeprom_busy(void) {
  return EECR & _BV(EEPE);
}

void board_eeprom_write(uint16_t address, uint8_t value) {
  EEAR = address;
  EEDR = value;
  // Both mode bits 0: erase and write in one. EEPE must follow EEMPE within four cycles.
  cli();
  EECR = _BV(EEMPE);
  EECR = _BV(EEMPE) | _BV(EEPE) | _BV(EERIE);
  sei();
}
