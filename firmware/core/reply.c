#include "reply.h"

#include "board.h"
#include "firmata_numbers.h"

void reply_whole(uint8_t id, uint8_t number, const uint8_t payload[], uint8_t length) {
  const uint8_t start[] = {FIRMATA_START_SYSEX, id, number};
  uint8_t end[CHECK_LENGTH + 1];
  struct check check;
  check_start(&check);
  check_over(&check, start + 1, sizeof start - 1);
  check_over(&check, payload, length);
  check_bytes(&check, end);
  end[CHECK_LENGTH] = FIRMATA_END_SYSEX;
  board_send_all(start, sizeof start);
  board_send_all(payload, length);
  board_send_all(end, sizeof end);
}

void reply_begin(struct reply *reply, uint8_t id, uint8_t number) {
  board_send(FIRMATA_START_SYSEX);
  check_start(&reply->check);
  reply_put7(reply, id);
  reply_put7(reply, number);
}

void reply_put7(struct reply *reply, uint8_t value) {
  check_update(&reply->check, value);
  board_send(value);
}

void reply_put8(struct reply *reply, uint8_t value) {
  reply_put7(reply, value & 0x7Fu);
  reply_put7(reply, value >> 7);
}

void reply_put14(struct reply *reply, uint16_t value) {
  reply_put7(reply, (uint8_t)(value & 0x7Fu));
  reply_put7(reply, (uint8_t)((value >> 7) & 0x7Fu));
}

void reply_put16(struct reply *reply, uint16_t value) {
  reply_put14(reply, value);
  reply_put7(reply, (uint8_t)(value >> 14));
}

void reply_end(struct reply *reply) {
  uint8_t bytes[CHECK_LENGTH];
  check_bytes(&reply->check, bytes);
  for (uint8_t i = 0; i < CHECK_LENGTH; i++) {
    board_send(bytes[i]);
  }
  board_send(FIRMATA_END_SYSEX);
}

void reply_error(uint8_t id, uint8_t number, enum error code, uint16_t detail) {
  struct reply reply;
  reply_begin(&reply, MESSAGE_ERROR, number);
  reply_put7(&reply, id);
  reply_put7(&reply, (uint8_t)code);
  reply_put14(&reply, detail);
  reply_end(&reply);
}
