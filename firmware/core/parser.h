// The parser of Firmata's byte stream (MIDI framing), which takes one byte at a time. After any bytes in any order it
// understands the next whole message.
#ifndef CARRYBIT_PARSER_H
#define CARRYBIT_PARSER_H

#include <stdbool.h>
#include <stdint.h>

enum { MAX_SYSEX_BYTES = 65 };  // command and 64 data bytes
enum { MAX_LINE_CHARACTERS = 64 };

enum parser_event {
  PARSER_NOTHING,
  PARSER_COMMAND,  // `command` with its arguments in data[0], data[1]
  PARSER_SYSEX,    // data[0] is the command, `length` counts it
  PARSER_BROKEN,   // a sysex was cut short or too long; data and `length` hold what came of it
  PARSER_LINE,     // text between messages: data is a line that ends with a zero; `skipping`: it was longer
};

struct parser {
  // The status byte being collected; 0: none; FIRMATA_START_SYSEX: inside a sysex; below 0x80: parser_text.
  uint8_t open;
  uint8_t command;  // of the last PARSER_COMMAND
  uint8_t length;   // data bytes so far
  bool skipping;    // the rest of this sysex or line is lost
  uint8_t restart;  // the status byte that broke a sysex and starts the next message; 0: none
  uint8_t data[MAX_SYSEX_BYTES];
};

// Bytes below 0x80 outside messages: printable characters up to the end of a line, or something else up to there.
enum parser_text { PARSER_TEXT = 1, PARSER_NO_TEXT = 2 };

void parser_init(struct parser *parser);

// Takes one byte. The event's fields hold until the next call.
//
// Inside a sysex, version request (0xF9) and system reset (0xFF) are obeyed, as MIDI's real-time
// messages are, so that a host that finds a message half sent by another gets an answer. Any other
// status byte is damage: the rest up to 0xF7 or 0xF0 is skipped and no part of it is obeyed. One exception: firmata4j
// does not end its servo configurations, and sets the pin's mode next.
enum parser_event parser_feed(struct parser *parser, uint8_t byte);

// Takes those of `count` bytes with which parser_feed would only go on collecting the sysex under way, with less time a
// byte. Returns how many; the next one, if there is one, is parser_feed's.
uint8_t parser_fill(struct parser *parser, const uint8_t bytes[], uint8_t count);

// Whether a message or a line has begun and not ended.
bool parser_is_open(const struct parser *parser);

// The event if no more bytes come: a line needs no end. PARSER_LINE or PARSER_NOTHING.
enum parser_event parser_end(struct parser *parser);

#endif
