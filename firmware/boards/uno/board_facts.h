// What an Arduino Uno is. Assembly includes it, too.
// Written by firmware/generate.mjs from firmware/messages.json and firmware/boards/uno/board.json.
#ifndef CARRYBIT_BOARD_FACTS_H
#define CARRYBIT_BOARD_FACTS_H

// The largest network, and its constants with its table.
#define BOARD_MAX_INPUTS 4
#define BOARD_MAX_HIDDEN 19
#define BOARD_MAX_OUTPUTS 4
#define BOARD_MAX_CONSTANTS 462

// EEPROM.
#define BOARD_EEPROM 1024
#define BOARD_SLOTS 2
#define BOARD_SLOT 512

// Serial port: the divisor of 2,000,000 nearest to 57600 baud, and bytes of the rings.
#define BOARD_BOOT_DIVISOR 35
#define BOARD_RECEIVE_RING 255
#define BOARD_SEND_RING 127

// Pins, by Arduino number.
#define BOARD_PINS 20
#define BOARD_FIRST_FREE 2
#define BOARD_FIRST_ANALOG 14
#define BOARD_SERVOS 12

// Those of the stand-alone adder unless others are chosen: inputs, CLK, RESET, outputs; and which may be chosen.
#define STANDALONE_A 2
#define STANDALONE_B 3
#define STANDALONE_C 6
#define STANDALONE_D 7
#define STANDALONE_CLK 4
#define STANDALONE_RESET 5
#define STANDALONE_OUTPUT_0 13
#define STANDALONE_OUTPUT_1 12
#define STANDALONE_OUTPUT_2 11
#define STANDALONE_OUTPUT_3 10
#define STANDALONE_MIN_INPUT 2
#define STANDALONE_MAX_INPUT 7
#define STANDALONE_MIN_OUTPUT 8
#define STANDALONE_MAX_OUTPUT 13

#endif
