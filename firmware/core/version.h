// The name and version that the board reports.
#ifndef CARRYBIT_VERSION_H
#define CARRYBIT_VERSION_H

enum { FIRMWARE_MAJOR = 1, FIRMWARE_MINOR = 1, FIRMWARE_PATCH = 0 };
enum { FIRMATA_MAJOR = 2, FIRMATA_MINOR = 5 };

#endif
