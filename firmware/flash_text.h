// Text that stays in flash: on the AVR, RAM would hold a copy otherwise.
#ifndef CARRYBIT_FLASH_TEXT_H
#define CARRYBIT_FLASH_TEXT_H

#ifdef __AVR__
#include <avr/pgmspace.h>
#else
#define PROGMEM
#define pgm_read_byte(address) (*(address))
#endif

#endif
