// An Uno on simavr: runs a hex file as fast as it can, with the serial port as two queues.
#ifndef SIMAVR_UNO_H
#define SIMAVR_UNO_H

#include <simavr/sim_avr.h>
#include <stdbool.h>
#include <stdint.h>

enum { UNO_QUEUE = 1 << 16 };

struct uno {
  avr_t *avr;
  uint8_t in[UNO_QUEUE], out[UNO_QUEUE];  // to the board, from the board
  uint32_t in_read, in_written, out_read, out_written;
  bool ready;  // simavr's receiver takes more
  uint16_t stack_used;  // bytes, at the deepest since the start
};

// Fails (exit 1) when the hex file cannot be read.
void uno_start(struct uno *uno, const char *hex);
void uno_send(struct uno *uno, const uint8_t *bytes, uint32_t length);
// The next byte from the board; −1: none yet.
int uno_receive(struct uno *uno);
// Runs for so many cycles; false: the processor has crashed or stopped.
bool uno_run(struct uno *uno, uint64_t cycles);
// One instruction.
bool uno_step(struct uno *uno);
void uno_set_pin(struct uno *uno, char port, int bit, bool level);
bool uno_get_pin(const struct uno *uno, char port, int bit);
#endif
