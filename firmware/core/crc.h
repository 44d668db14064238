// CRC-16/MCRF4XX: polynomial 0x1021 reflected, initial value 0xFFFF, no final exclusive-or; of the
// nine characters "123456789" it is 0x6F91. Every checksum of carrybit, on the wire and in the EEPROM,
// is this one.
#ifndef CARRYBIT_CRC_H
#define CARRYBIT_CRC_H

#include "crc_update.h"  // the board's

#define CRC_START 0xFFFFu

#endif
