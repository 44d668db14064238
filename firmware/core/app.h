// The whole firmware except the hardware: bytes in, work in the background. It also builds for the host.
#ifndef CARRYBIT_APP_H
#define CARRYBIT_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "firmata.h"
#include "link.h"
#include "monitor.h"
#include "parser.h"
#include "standalone.h"

enum { APP_SILENCE_MS = 1000 };  // after such a silence an unfinished message is dropped and a line ends

struct app {
  struct link link;  // first: its networks begin pages of RAM
  struct parser parser;
  struct firmata firmata;
  struct standalone standalone;
  struct monitor monitor;
  bool has_heard;                // a byte has come since the last poll
  uint16_t last_byte;            // board_millis() of the poll after the last byte
};

// After a reset: loads the network, starts the stand-alone adder, sends version and name to the host.
void app_init(struct app *app);

// Takes bytes from the serial port: those of `count` that lie within a message. Returns how many; app_feed has to take
// the next one, if there is one.
uint8_t app_fill(struct app *app, const uint8_t bytes[], uint8_t count);

// One byte from the serial port; one that came with a framing error; bytes that were lost.
void app_feed(struct app *app, uint8_t byte);
void app_framing_error(struct app *app);
void app_overrun(struct app *app);

// The work in the background; call it often.
void app_poll(struct app *app);

// Whether there is nothing to do until an interrupt comes.
bool app_may_sleep(const struct app *app);

#endif
