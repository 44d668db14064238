// Remembered transitions through messages: nothing but speed tells them from the cell.
#include <string.h>

#include "fake_board.h"
#include "host.h"
#include "reply.h"
#include "stream.h"
#include "transitions.h"

static struct net net;
static int8_t expected_state[NET_HIDDEN];
static uint8_t number;

static void idle(void) {
  while (!app_may_sleep(&app)) {
    app_poll(&app);
  }
}

// One message of random steps; its answer must be the specification's, and so must the state in RAM.
static void stream(int mode) {
  uint8_t payload[59] = {(uint8_t)(mode << 3)};
  const int bytes = random_in(1, 58);
  for (int i = 0; i < bytes; i++) {
    payload[1 + i] = random32() & 0x3F;
  }
  number = (uint8_t)((number + 1) & 0x7F);
  send_message(MESSAGE_STREAM, number, payload, (uint8_t)(1 + bytes));
  const struct packet result = expect(MESSAGE_STREAM, number);
  if (mode != STREAM_GO_ON) {
    memcpy(expected_state, net.initial, NET_HIDDEN);
  }
  for (int step = 0; step < 3 * bytes; step++) {
    CHECK(reference_step(&net, expected_state, bits_at(payload + 1, step, 2)) == bits_at(result.payload, step, 1));
  }
  CHECK(memcmp(app.link.stream.state, expected_state, 3) == 0);
}

static void ready(void) {
  net = delay_net();
  const struct image image = image_of(&net, "delay");
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  install(&image);
  stream(STREAM_START);
}

static void is_used_when_all_is_known(void) {
  ready();
  CHECK(store_transitions(&app.link.store) == 0);
  for (int run = 0; run < 400; run++) {
    stream(run % 9 == 0);
  }
  struct transitions *known = store_transitions(&app.link.store);
  CHECK(known != 0);
  // It is the table that answers: with other outputs in it, answers are other ones.
  for (int place = 0; place < 256; place++) {
    known->next[place] ^= 0x80;
  }
  const uint8_t zeros[] = {STREAM_RESET << 3, 0};
  number = (uint8_t)((number + 1) & 0x7F);
  send_message(MESSAGE_STREAM, number, zeros, 2);
  const struct packet result = expect(MESSAGE_STREAM, number);
  int8_t state[NET_HIDDEN];
  memcpy(state, net.initial, NET_HIDDEN);
  for (int step = 0; step < 3; step++) {
    CHECK(reference_step(&net, state, 0) != bits_at(result.payload, step, 1));
  }
}

static void steps_a_flipped_state_as_the_cell_does(void) {
  ready();
  idle();
  for (int run = 0; run < 500; run++) {
    const int unit = random_in(0, 2), bit = random_in(0, 7);
    expected_state[unit] = (int8_t)(expected_state[unit] ^ 1 << bit);
    app.link.stream.state[unit] = (int8_t)(app.link.stream.state[unit] ^ 1 << bit);
    stream(STREAM_GO_ON);
    stream(run % 4 == 0 ? STREAM_RESET : STREAM_GO_ON);
  }
}

static void makes_room_for_a_candidate(void) {
  ready();
  idle();
  CHECK(store_transitions(&app.link.store) != 0);
  const struct net other = random_adder(true);
  const struct image image = image_of(&other, "other");
  const uint16_t crc = crc_of(image.bytes, image.length);
  const uint8_t sum[] = {image.length & 0x7F, (uint8_t)(image.length >> 7), crc & 0x7F, (crc >> 7) & 0x7F,
                         (uint8_t)(crc >> 14)};
  send_message(MESSAGE_BEGIN, 1, sum, 2);
  expect(MESSAGE_BEGIN, 1);
  uint8_t write[] = {0, 0, 0, 0};
  for (uint16_t at = 0; at < image.length; at++) {
    write[0] = at & 0x7F;
    write[1] = (uint8_t)(at >> 7);
    write[2] = image.bytes[at] & 0x7F;
    write[3] = image.bytes[at] >> 7;
    send_message(MESSAGE_WRITE, 2, write, 4);
    expect(MESSAGE_WRITE, 2);
    if (at % 50 == 0) {
      stream(STREAM_GO_ON);
    }
  }
  CHECK(store_transitions(&app.link.store) != 0);
  send_message(MESSAGE_CHECK, 3, sum, 5);
  expect(MESSAGE_CHECK, 3);
  static struct cell_network candidate;
  candidate = app.link.store.places[1 - app.link.store.active].network;
  for (int run = 0; run < 300; run++) {
    CHECK(store_transitions(&app.link.store) == 0 && app_may_sleep(&app));
    stream(run % 5 == 0);
  }
  CHECK(memcmp(&candidate, store_candidate(&app.link.store), sizeof candidate) == 0);
  // A write gives the candidate up: its place is free again.
  send_message(MESSAGE_WRITE, 2, write, 4);
  expect(MESSAGE_WRITE, 2);
  stream(STREAM_GO_ON);
  idle();
  CHECK(store_transitions(&app.link.store) != 0);
  stream(STREAM_GO_ON);
  send_message(MESSAGE_CHECK, 3, sum, 5);
  expect(MESSAGE_CHECK, 3);
  stream(STREAM_GO_ON);
  // From the commit on it is the new network's turn, before and after its own transitions are known.
  send_message(MESSAGE_COMMIT, 4, sum + 2, 3);
  expect(MESSAGE_COMMIT, 4);
  net = other;
  stream(STREAM_START);
  stream(STREAM_GO_ON);
  idle();
  for (int run = 0; run < 50; run++) {
    stream(run % 7 == 0);
  }
  // An image that is none leaves the place free, too.
  send_message(MESSAGE_BEGIN, 1, sum, 2);
  expect(MESSAGE_BEGIN, 1);
  const uint8_t wrong[] = {0, 0, 0, 0};
  send_message(MESSAGE_WRITE, 2, wrong, 4);
  expect(MESSAGE_WRITE, 2);
  idle();
  stream(STREAM_GO_ON);
}

void test_remembered(void) {
  is_used_when_all_is_known();
  steps_a_flipped_state_as_the_cell_does();
  makes_room_for_a_candidate();
}
