// Text in flash, where there is none but RAM.
#ifndef CARRYBIT_FLASH_TEXT_H
#define CARRYBIT_FLASH_TEXT_H

#define FLASH
#define flash_byte(address) (*(address))

#endif
