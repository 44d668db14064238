// Messages to and from the firmware on simavr, each with its reply.
#ifndef SIMAVR_LINK_H
#define SIMAVR_LINK_H

#include "networks.h"
#include "simavr_uno.h"

enum { MILLISECOND = 16000 };  // in cycles

struct reply_bytes {
  uint8_t bytes[600];
  int length;
};

extern struct uno uno;

// Ends the program when a check fails.
void check(bool good, const char *what);
// The next sysex or three-byte message, waiting at most `milliseconds`.
struct reply_bytes next(int milliseconds);
struct reply_bytes ask(uint8_t id, uint8_t number, const uint8_t *payload, int length);
// What was sent is of no interest any more.
void forget(void);
// Begin, write, check, commit.
void install(const struct image *image);

#endif
