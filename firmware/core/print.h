// Text to the serial monitor (docs/spec.md, section 8.1).
#ifndef CARRYBIT_PRINT_H
#define CARRYBIT_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "flash_text.h"

// A text in flash; the same and the end of the line; the end alone.
void print(const char *flash);
void print_line(const char *flash);
void print_end(void);
// What was typed, before its answer.
void print_typed(const char *line);
void print_number(uint32_t number);
// `count` bits, the highest first.
void print_bits(uint32_t bits, uint8_t count);
// For the plotter: a:1, or with a `number` y1:1, and a separator.
void print_value(char name, uint8_t number, bool bit, char separator);
// −1.00 … 0.99: what the state stands for, rounded down in size.
void print_state(int8_t state, uint8_t bits);

#endif
