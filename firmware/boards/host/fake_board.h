// A board without hardware: EEPROM with power cuts, a serial port that keeps what was sent, pins as arrays.
#ifndef FAKE_BOARD_H
#define FAKE_BOARD_H

#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>

enum { FAKE_EEPROM = 1024, MAX_FAKE_SENT_BYTES = 1 << 16 };
enum fake_cut { CUT_BEFORE, CUT_TORN, CUT_AFTER };

struct fake_board {
  uint8_t eeprom[FAKE_EEPROM];
  uint32_t writes;       // since power-on
  uint32_t cut_at;       // the write (from 1) at which power fails; 0: never
  enum fake_cut cut;
  uint8_t torn;          // what a torn byte holds afterwards
  jmp_buf power_off;     // where a power cut lands
  uint8_t sent[MAX_FAKE_SENT_BYTES];
  uint32_t sent_length;
  uint16_t millis, divisor;
  uint8_t ticks;
  struct {
    bool runs, was_low, active_low;
    const uint8_t *next;
    uint8_t place;
  } clock;               // what board_clock_start was told
  uint8_t mode[20], level[20], duty[20], watched[3];
  uint16_t servo[20];    // microseconds; 0: no pulses
  uint8_t ports[3];      // what board_port_read sees
  uint16_t analog[6];
  uint8_t channel;
};

extern struct fake_board fake;

// Sets everything except the EEPROM to its state after a reset.
void fake_power_on(void);

#endif
