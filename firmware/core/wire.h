// The parser of Firmata's byte stream (MIDI framing), which takes one byte at a time. After any bytes in any order it
// understands the next whole message.
#ifndef CARRYBIT_WIRE_H
#define CARRYBIT_WIRE_H

#include <stdbool.h>
#include <stdint.h>

enum { WIRE_START = 0xF0, WIRE_END = 0xF7, WIRE_VERSION = 0xF9, WIRE_RESET = 0xFF };
enum { WIRE_SYSEX_MAX = 65 };  // command and 64 data bytes
enum { WIRE_TEXT_MAX = 64 };   // characters of a line

enum wire_event {
  WIRE_NOTHING,
  WIRE_COMMAND,  // `command` with its arguments in data[0], data[1]
  WIRE_SYSEX,    // data[0] is the command, `length` counts it
  WIRE_BROKEN,   // a sysex was cut short or too long; data and `length` hold what came of it
  WIRE_LINE,     // text between messages: data is a line that ends with a zero, of which `skipping` says that it was longer
};

struct wire {
  uint8_t open;     // the status byte being collected; 0: none; WIRE_START: inside a sysex; below 0x80: wire_text
  uint8_t command;  // of the last WIRE_COMMAND
  uint8_t length;   // data bytes so far
  bool skipping;    // the rest of this sysex or line is lost
  uint8_t restart;  // the status byte that broke a sysex and starts the next message; 0: none
  uint8_t data[WIRE_SYSEX_MAX];
};

// Bytes below 0x80 outside messages: printable characters up to the end of a line, or something else up to there.
enum wire_text { WIRE_TEXT = 1, WIRE_NO_TEXT = 2 };

void wire_init(struct wire *wire);

// Takes one byte. The event's fields hold until the next call.
//
// Inside a sysex, version request (0xF9) and system reset (0xFF) are obeyed, as MIDI's real-time
// messages are, so that a host that finds a message half sent by another gets an answer. Any other
// status byte is damage: the rest up to 0xF7 or 0xF0 is skipped and no part of it is obeyed. One exception: firmata4j
// does not end its servo configurations, and sets the pin's mode next.
enum wire_event wire_feed(struct wire *wire, uint8_t byte);

// Takes those of `count` bytes with which wire_feed would only go on collecting the sysex under way, with less time a
// byte. Returns how many; the next one, if there is one, is wire_feed's.
uint8_t wire_fill(struct wire *wire, const uint8_t bytes[], uint8_t count);

// Whether a message or a line has begun and not ended.
bool wire_is_open(const struct wire *wire);

// The event if no more bytes come: a line needs no end. WIRE_LINE or WIRE_NOTHING.
enum wire_event wire_end(struct wire *wire);

#endif
