// Streams of bits over the link (docs/spec.md, section 7.3). Messages in number order are stepped once each. The
// replies to the last four are kept, so that a repeated message gets its reply without stepping.
#ifndef CARRYBIT_STREAM_H
#define CARRYBIT_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "cell.h"
#include "transitions.h"

enum { STREAM_WINDOW = 4, MAX_STREAM_REPLY_BYTES = 32 };
enum stream_mode { STREAM_GO_ON, STREAM_RESET, STREAM_START };

struct stream_answer {
  uint8_t number;
  uint8_t length;  // 0: nothing kept
  uint16_t crc;    // of the message it answers
  uint8_t bytes[MAX_STREAM_REPLY_BYTES];
};

struct stream {
  int8_t *state;  // the caller's, of CELL_MAX_HIDDEN bytes
  bool started;
  uint8_t last;  // number of the last message stepped
  struct stream_answer kept[STREAM_WINDOW];
};

// Initial state, no history: only a start message is accepted next. `network` may be 0.
void stream_reset(struct stream *stream, const struct cell_network *network);

// Replies to one message whose checksum `crc` was right: one byte of mode and unused places, then packed steps. Sends
// the reply or an error. `transitions` are the network's, if all are known, or 0.
void stream_message(struct stream *stream, const struct cell_network *network, struct transitions *transitions,
                    uint8_t number, const uint8_t payload[], uint8_t length, uint16_t crc);

#endif
