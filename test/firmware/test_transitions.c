#include "transitions.h"

#include <string.h>

#include "fake_board.h"
#include "host.h"
#include "image.h"
#include "reply.h"
#include "stream.h"

static struct net net;
static struct cell_network network;
static struct transitions transitions;

static enum transitions_status explore(void) {
  const struct image image = image_of(&net, "t");
  memcpy(fake.eeprom, image.bytes, sizeof image.bytes);
  CHECK(image_load(&network, 0, image.length).fault == IMAGE_GOOD);
  memset(&transitions, 0xA5, sizeof transitions);
  enum transitions_status status = transitions_begin(&transitions, &network);
  for (int steps = 0; status == TRANSITIONS_EXPLORING; steps++) {
    CHECK(steps < 257);
    status = transitions_explore(&transitions, &network);
  }
  return status;
}

// The reachable states by the specification's cell, at most `most` + 1 of them.
static int count_states(int most) {
  static int8_t states[70][8];
  int count = 1;
  memcpy(states[0], net.initial, 8);
  for (int from = 0; from < count && count <= most; from++) {
    for (unsigned pair = 0; pair < 4; pair++) {
      memcpy(states[count], states[from], 8);
      reference_step(&net, states[count], pair);
      int at = 0;
      while (memcmp(states[at], states[count], (size_t)net.hidden) != 0) {
        at++;
      }
      count += at == count;
    }
  }
  return count;
}

// Every transition in the table, and streams of every length from a state of it.
static void equals_the_specification(void) {
  for (int from = 0; from < transitions.count; from++) {
    for (unsigned pair = 0; pair < 4; pair++) {
      int8_t state[8] = {0};
      memcpy(state, transitions.states[from], (size_t)net.hidden);
      const unsigned output = reference_step(&net, state, pair);
      const uint8_t entry = transitions.next[4 * from + (int)pair];
      CHECK(entry >> 7 == output);
      CHECK(memcmp(transitions.states[(entry & 0x7F) >> 1], state, (size_t)net.hidden) == 0);
    }
  }
  for (int steps = 1; steps <= 224; steps++) {
    uint8_t in[75], out[33];
    int8_t state[8] = {0}, expected[8] = {0};
    for (int i = 0; i < 75; i++) {
      in[i] = (uint8_t)random32();  // bits without meaning, too
    }
    memset(out, 0xA5, sizeof out);
    memcpy(state, transitions.states[random_in(0, transitions.count - 1)], (size_t)net.hidden);
    memcpy(expected, state, 8);
    const int length = (steps + 6) / 7;
    CHECK(transitions_stream(&transitions, state, in, (uint8_t)steps, out) == length);
    for (int step = 0; step < 7 * length; step++) {
      CHECK(bits_at(out, step, 1) == (step < steps ? reference_step(&net, expected, bits_at(in, step, 2)) : 0));
    }
    CHECK(out[length] == 0xA5 && (out[length - 1] & 0x80) == 0);
    CHECK(memcmp(state, expected, 8) == 0);
  }
}

static void leaves_other_states_alone(void) {
  for (int run = 0; run < 200; run++) {
    int8_t state[3] = {(int8_t)random32(), (int8_t)random32(), (int8_t)random32()};
    bool known = false;
    for (int at = 0; at < transitions.count; at++) {
      known |= memcmp(transitions.states[at], state, (size_t)net.hidden) == 0;
    }
    int8_t before[3];
    memcpy(before, state, 3);
    const uint8_t in = 0;
    uint8_t out = 0xA5;
    CHECK(transitions_stream(&transitions, state, &in, 1, &out) == (known ? 1 : 0));
    CHECK(known || (out == 0xA5 && memcmp(state, before, 3) == 0));
  }
}

static void remembers_networks_of_few_states(void) {
  int known = 0, too_many = 0;
  for (int run = 0; run < 600; run++) {
    net = random_net(2, random_in(1, 3), 1, run % 2 == 0);
    // Few levels of a unit, or many.
    const int levels = random_in(2, 5);
    for (int i = 0; run % 3 && i < 1 << net.table_bits; i++) {
      net.table[i] = net.table[i % levels];
    }
    const int states = count_states(TRANSITIONS_STATES);
    CHECK((explore() == TRANSITIONS_KNOWN) == (states <= TRANSITIONS_STATES));
    if (states > TRANSITIONS_STATES) {
      too_many++;
      continue;
    }
    known++;
    CHECK(transitions.count == states);
    equals_the_specification();
    leaves_other_states_alone();
  }
  CHECK(known > 100 && too_many > 100);
  const int others[][3] = {{1, 3, 1}, {3, 3, 1}, {2, 4, 1}, {2, 3, 2}};
  for (int i = 0; i < 4; i++) {
    net = random_net(others[i][0], others[i][1], others[i][2], true);
    CHECK(explore() == TRANSITIONS_CELL_ONLY);
  }
}

static void holds_sixty_four_states_and_no_more(void) {
  net = delay_net();
  CHECK(count_states(65) == 64 && explore() == TRANSITIONS_KNOWN && network.is_adder && transitions.count == 64);
  equals_the_specification();
  leaves_other_states_alone();
  net.initial[0] = 0;
  CHECK(count_states(65) == 65 && explore() == TRANSITIONS_CELL_ONLY);
}

// The same through messages.

static int8_t expected_state[8];
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
  const struct packet answer = expect(MESSAGE_STREAM, number);
  if (mode != STREAM_GO_ON) {
    memcpy(expected_state, net.initial, 8);
  }
  for (int step = 0; step < 3 * bytes; step++) {
    CHECK(reference_step(&net, expected_state, bits_at(payload + 1, step, 2)) == bits_at(answer.payload, step, 1));
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
  const struct packet answer = expect(MESSAGE_STREAM, number);
  int8_t state[8];
  memcpy(state, net.initial, 8);
  for (int step = 0; step < 3; step++) {
    CHECK(reference_step(&net, state, 0) != bits_at(answer.payload, step, 1));
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
  static union store_place candidate;
  candidate = app.link.store.places[1 - app.link.store.active];
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

void test_transitions(void) {
  remembers_networks_of_few_states();
  holds_sixty_four_states_and_no_more();
  is_used_when_all_is_known();
  steps_a_flipped_state_as_the_cell_does();
  makes_room_for_a_candidate();
}
