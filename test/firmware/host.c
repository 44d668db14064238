#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crc.h"
#include "fake_board.h"
#include "reply.h"

struct app app;
int checks;
static uint32_t sent_read;

void check(bool good, const char *what, const char *file, int line) {
  checks++;
  if (!good) {
    fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
    exit(1);
  }
}

void settle(void) {
  do {
    app_poll(&app);
  } while (app.link.update.id);
}

void feed(const uint8_t *bytes, uint32_t length) {
  while (length--) {
    app_feed(&app, *bytes++);
  }
}

void send_message(uint8_t id, uint8_t number, const uint8_t *payload, uint8_t length) {
  uint8_t bytes[80] = {0xF0, id, number};
  if (length) {
    memcpy(bytes + 3, payload, length);
  }
  if (sent_read == fake.sent_length) {
    fake.sent_length = sent_read = 0;
  }
  check_of(bytes + 1, (uint16_t)(length + 2), bytes + 3 + length);
  bytes[7 + length] = 0xF7;
  feed(bytes, (uint32_t)length + 8);
  settle();
}

bool receive(struct packet *message) {
  while (sent_read < fake.sent_length) {
    const uint8_t *start = fake.sent + sent_read;
    if (start[0] != 0xF0) {
      sent_read++;
      continue;
    }
    uint32_t length = 0;
    while (start[length] != 0xF7) {
      length++;
    }
    sent_read += length + 1;
    if (start[1] > 0x0F) {
      continue;
    }
    CHECK(length - 2 <= 64);
    uint8_t expected[4];
    check_of(start + 1, (uint16_t)(length - 5), expected);
    CHECK(memcmp(start + length - 4, expected, 4) == 0);
    message->id = start[1];
    message->number = start[2];
    message->length = (uint8_t)(length - 7);
    memcpy(message->payload, start + 3, message->length);
    return true;
  }
  fake.sent_length = sent_read = 0;
  return false;
}

struct packet expect(uint8_t id, uint8_t number) {
  struct packet message;
  CHECK(receive(&message));
  CHECK(message.id == id);
  CHECK(message.number == number);
  return message;
}

uint16_t expect_error(uint8_t id, uint8_t number, uint8_t code) {
  const struct packet message = expect(MESSAGE_ERROR, number);
  CHECK(message.length == 4);
  CHECK(message.payload[0] == id);
  CHECK(message.payload[1] == code);
  return get14(message.payload + 2);
}

void boot(void) {
  fake_power_on();
  sent_read = 0;
  memset(&app, 0xA5, sizeof app);  // RAM after power-on holds anything
  app_init(&app);
}

void install(const struct image *image) {
  const uint16_t crc = crc_of(image->bytes, image->length);
  const uint8_t begin[] = {image->length & 0x7F, (uint8_t)(image->length >> 7)};
  send_message(MESSAGE_BEGIN, 1, begin, 2);
  expect(MESSAGE_BEGIN, 1);
  for (uint16_t at = 0; at < image->length; at = (uint16_t)(at + 28)) {
    uint8_t write[58] = {at & 0x7F, (uint8_t)(at >> 7)};
    uint8_t count = 0;
    while (count < 28 && at + count < image->length) {
      write[2 + 2 * count] = image->bytes[at + count] & 0x7F;
      write[3 + 2 * count] = image->bytes[at + count] >> 7;
      count++;
    }
    send_message(MESSAGE_WRITE, 2, write, (uint8_t)(2 + 2 * count));
    CHECK(expect(MESSAGE_WRITE, 2).payload[2] == count);
  }
  const uint8_t check[] = {begin[0], begin[1], crc & 0x7F, (crc >> 7) & 0x7F, (uint8_t)(crc >> 14)};
  send_message(MESSAGE_CHECK, 3, check, 5);
  expect(MESSAGE_CHECK, 3);
  send_message(MESSAGE_COMMIT, 4, check + 2, 3);
  expect(MESSAGE_COMMIT, 4);
}
