#include "stream.h"

#include "reply.h"

static void forget(struct stream *stream);
static void send(const struct stream_answer *reply);
static void refuse(uint8_t number, enum error code, uint16_t detail);

void stream_reset(struct stream *stream, const struct cell_network *network) {
  forget(stream);
  if (network) {
    cell_reset(network, stream->state);
  }
}

void stream_message(struct stream *stream, const struct cell_network *network, struct transitions *transitions,
                    uint8_t number, const uint8_t payload[], uint8_t length, uint16_t crc) {
  if (!network) {
    refuse(number, ERROR_NO_NETWORK, 0);
    return;
  }
  if (length < 2) {
    refuse(number, ERROR_LENGTH, length);
    return;
  }
  const uint8_t unused = payload[0] & 7u, mode = payload[0] >> 3;
  const uint8_t in_places = cell_places(network->inputs), out_places = cell_places(network->outputs);
  if (mode > STREAM_START || unused >= in_places) {
    refuse(number, ERROR_VALUE, 0);
    return;
  }
  const uint16_t steps = (uint16_t)((length - 1) * in_places - unused);
  const uint8_t max = (uint8_t)(MAX_STREAM_REPLY_BYTES * out_places);
  if (steps > max || steps > 255) {
    refuse(number, ERROR_TOO_LONG, max);
    return;
  }
  struct stream_answer *kept = &stream->kept[number % STREAM_WINDOW];
  if (mode == STREAM_START) {
    // Nothing before it matters, so a repeated start is simply carried out again.
    forget(stream);
  } else if (!stream->started) {
    refuse(number, ERROR_NOT_STARTED, 0);
    return;
  } else if (kept->length && kept->number == number) {
    if (kept->crc == crc) {
      send(kept);
    } else {
      refuse(number, ERROR_REUSED, 0);
    }
    return;
  } else if (number != ((stream->last + 1) & 0x7F)) {
    refuse(number, ERROR_OUT_OF_ORDER, (stream->last + 1) & 0x7F);
    return;
  }
  if (mode != STREAM_GO_ON) {
    cell_reset(network, stream->state);
  }
  kept->length = 0;
  if (transitions) {
    kept->length = transitions_stream(transitions, stream->state, payload + 1, (uint8_t)steps, kept->bytes);
  }
  if (kept->length == 0) {
    kept->length = cell_stream(network, stream->state, payload + 1, (uint8_t)steps, kept->bytes);
  }
  kept->number = number;
  kept->crc = crc;
  stream->last = number;
  stream->started = true;
  send(kept);
}

static void forget(struct stream *stream) {
  stream->started = false;
  for (uint8_t i = 0; i < STREAM_WINDOW; i++) {
    stream->kept[i].length = 0;
  }
}

static void send(const struct stream_answer *reply) {
  reply_whole(MESSAGE_STREAM, reply->number, reply->bytes, reply->length);
}

static void refuse(uint8_t number, enum error code, uint16_t detail) {
  reply_error(MESSAGE_STREAM, number, code, detail);
}
