// What the board says of itself.
#ifndef CARRYBIT_VERSION_H
#define CARRYBIT_VERSION_H

enum { FIRMWARE_MAJOR = 1, FIRMWARE_MINOR = 1, FIRMWARE_PATCH = 0 };
enum { MESSAGES_VERSION = 1 };  // of docs/spec.md, section 7
enum { FIRMATA_MAJOR = 2, FIRMATA_MINOR = 5 };

#endif
