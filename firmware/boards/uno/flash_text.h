// Text that stays in flash: RAM would hold a copy otherwise.
#ifndef CARRYBIT_FLASH_TEXT_H
#define CARRYBIT_FLASH_TEXT_H

#include <avr/pgmspace.h>

#define FLASH PROGMEM
#define flash_byte(address) pgm_read_byte(address)

#endif
