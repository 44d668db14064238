#include <string.h>

#include "fake_board.h"
#include "host.h"
#include "reply.h"

static struct net net;

static void ready(void) {
  net = random_adder(false);
  const struct image image = image_of(&net, "adder");
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  install(&image);
}

static void describes_itself(void) {
  ready();
  send_message(MESSAGE_DESCRIBE, 127, 0, 0);
  const struct packet m = expect(MESSAGE_DESCRIBE, 127);
  const uint8_t start[] = {1, 1, 1, 0, 4, 19, 4, 4, 127, 1, 495 & 0x7F, 495 >> 7, 0, 3};
  CHECK(memcmp(m.payload, start, sizeof start) == 0);
  const uint8_t sizes[] = {2, 3, 1, 8, 8, 8};
  CHECK(memcmp(m.payload + 22, sizes, 6) == 0);
  const uint8_t one = 1;
  send_message(MESSAGE_DESCRIBE, 1, &one, 1);
  expect_error(MESSAGE_DESCRIBE, 1, ERROR_LENGTH);
  send_message(0x0C, 1, 0, 0);
  expect_error(0x0C, 1, ERROR_UNKNOWN);
  send_message(MESSAGE_ERROR, 1, 0, 0);
  expect_error(MESSAGE_ERROR, 1, ERROR_UNKNOWN);
}

static void refuses_damage(void) {
  ready();
  // Every single bit of a message, flipped: never obeyed as sent, and the number is named when it can be.
  uint8_t bytes[] = {0xF0, MESSAGE_RESET, 42, 0, 0, 0, 0, 0xF7};
  check_of(bytes + 1, 2, bytes + 3);
  for (int at = 2; at < 7; at++) {
    for (int bit = 0; bit < 7; bit++) {
      bytes[at] ^= (uint8_t)(1 << bit);
      feed(bytes, 8);
      expect_error(MESSAGE_RESET, bytes[2], ERROR_DAMAGED);
      bytes[at] ^= (uint8_t)(1 << bit);
    }
  }
  feed((const uint8_t *)"\xF0\x08\xF7", 3);
  expect_error(0, 0, ERROR_DAMAGED);
  feed((const uint8_t *)"\xF0\x08\x05\xF7", 4);
  expect_error(8, 5, ERROR_DAMAGED);
  feed((const uint8_t *)"\xF0\x08\x06\x01\x90\x01\x02\x03\xF7", 9);
  expect_error(8, 6, ERROR_DAMAGED);
  feed(bytes, 8);
  expect(MESSAGE_RESET, 42);
  struct packet none;
  CHECK(!receive(&none));
}

static void probes_any_state(void) {
  ready();
  const struct net active = net;
  const uint8_t start[] = {2 << 3, 0x15, 0x2A};
  send_message(MESSAGE_STREAM, 0, start, 3);
  expect(MESSAGE_STREAM, 0);
  int8_t stream_state[NET_HIDDEN];
  memcpy(stream_state, app.link.stream.state, CELL_MAX_HIDDEN);
  // A candidate beside the active network: probe both in turn.
  net = random_net(2, 3, 1, true);
  const struct image image = image_of(&net, "next");
  const uint16_t crc = crc_of(image.bytes, image.length);
  const uint8_t sum[] = {image.length & 0x7F, (uint8_t)(image.length >> 7), crc & 0x7F, (crc >> 7) & 0x7F,
                         (uint8_t)(crc >> 14)};
  send_message(MESSAGE_BEGIN, 1, sum, 2);
  expect(MESSAGE_BEGIN, 1);
  for (uint16_t at = 0; at < image.length; at++) {
    const uint8_t write[] = {at & 0x7F, (uint8_t)(at >> 7), image.bytes[at] & 0x7F, image.bytes[at] >> 7};
    send_message(MESSAGE_WRITE, 2, write, 4);
    expect(MESSAGE_WRITE, 2);
  }
  send_message(MESSAGE_CHECK, 3, sum, 5);
  expect(MESSAGE_CHECK, 3);
  for (int run = 0; run < 2000; run++) {
    const uint8_t which = run & 1;
    const int records = random_in(1, 8);
    uint8_t payload[60] = {which};
    int8_t states[8][NET_HIDDEN];
    for (int r = 0; r < records; r++) {
      uint8_t *record = payload + 1 + 7 * r;
      for (int j = 0; j < 3; j++) {
        states[r][j] = (int8_t)random32();
        record[2 * j] = (uint8_t)states[r][j] & 0x7F;
        record[2 * j + 1] = (uint8_t)states[r][j] >> 7;
      }
      record[6] = random32() & 3;
    }
    send_message(MESSAGE_PROBE, 9, payload, (uint8_t)(1 + 7 * records));
    const struct packet m = expect(MESSAGE_PROBE, 9);
    CHECK(m.length == 1 + 7 * records && m.payload[0] == which);
    for (int r = 0; r < records; r++) {
      const unsigned output = reference_step(which ? &net : &active, states[r], payload[1 + 7 * r + 6]);
      for (int j = 0; j < 3; j++) {
        CHECK((int8_t)get8(m.payload + 1 + 7 * r + 2 * j) == states[r][j]);
      }
      CHECK(m.payload[1 + 7 * r + 6] == output);
    }
  }
  CHECK(memcmp(stream_state, app.link.stream.state, 3) == 0);
  const uint8_t bad_input[] = {0, 0, 0, 0, 0, 0, 0, 4};
  send_message(MESSAGE_PROBE, 9, bad_input, 8);
  CHECK(expect_error(MESSAGE_PROBE, 9, ERROR_VALUE) == 1);
  send_message(MESSAGE_PROBE, 9, bad_input, 7);
  expect_error(MESSAGE_PROBE, 9, ERROR_LENGTH);
  const uint8_t bad_which[] = {2, 0, 0, 0, 0, 0, 0, 0};
  send_message(MESSAGE_PROBE, 9, bad_which, 8);
  expect_error(MESSAGE_PROBE, 9, ERROR_VALUE);
}

static void propose(uint8_t number, unsigned rate) {
  const uint8_t payload[] = {0, rate & 0x7F, (rate >> 7) & 0x7F, (uint8_t)(rate >> 14)};
  send_message(MESSAGE_BAUD, number, payload, 4);
}

static void changes_its_rate(void) {
  static const struct {
    unsigned rate;
    uint16_t divisor;
  } possible[] = {{96, 208}, {192, 104}, {384, 52}, {576, 35}, {1152, 17}, {2500, 8}, {5000, 4}, {10000, 2}};
  static const unsigned impossible[] = {0, 3, 95, 2304, 4608, 9216, 10001, 65535};
  ready();
  for (unsigned i = 0; i < 8; i++) {
    propose(1, possible[i].rate);
    const struct packet m = expect(MESSAGE_BAUD, 1);
    CHECK(m.length == 4 && m.payload[0] == 0);
    const long actual = get16(m.payload + 1);
    CHECK((actual - (long)possible[i].rate) * 40 <= actual && ((long)possible[i].rate - actual) * 40 <= actual);
    CHECK(fake.divisor == possible[i].divisor);
    const uint8_t confirm = 1;
    send_message(MESSAGE_BAUD, 2, &confirm, 1);
    CHECK(expect(MESSAGE_BAUD, 2).payload[0] == 1);
    fake.millis = (uint16_t)(fake.millis + 5000);
    settle();
    CHECK(fake.divisor == possible[i].divisor);
  }
  for (unsigned i = 0; i < 8; i++) {
    propose(3, impossible[i]);
    expect_error(MESSAGE_BAUD, 3, ERROR_BAUD);
    CHECK(fake.divisor == 2);
  }
  // Unconfirmed: the rate before the first proposal returns, however many were made.
  propose(4, 5000);
  propose(5, 1152);
  fake.millis = (uint16_t)(fake.millis + 999);
  settle();
  CHECK(fake.divisor == 17);
  fake.millis++;
  settle();
  CHECK(fake.divisor == 2);
  struct packet m;
  while (receive(&m)) {
  }
  // Eight framing errors with no good message between them: a host at the boot rate.
  for (int i = 0; i < 7; i++) {
    app_framing_error(&app);
  }
  send_message(MESSAGE_RESET, 1, 0, 0);
  expect(MESSAGE_RESET, 1);
  for (int i = 0; i < 7; i++) {
    app_framing_error(&app);
  }
  CHECK(fake.divisor == 2);
  app_framing_error(&app);
  CHECK(fake.divisor == 35);
}

void test_link(void) {
  describes_itself();
  refuses_damage();
  probes_any_state();
  changes_its_rate();
}
