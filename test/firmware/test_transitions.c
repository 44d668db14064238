#include "transitions.h"

#include <string.h>

#include "fake_board.h"
#include "host.h"
#include "image.h"

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
static int count_states(int max) {
  static int8_t states[70][NET_HIDDEN];
  int count = 1;
  memcpy(states[0], net.initial, NET_HIDDEN);
  for (int from = 0; from < count && count <= max; from++) {
    for (unsigned pair = 0; pair < 4; pair++) {
      memcpy(states[count], states[from], NET_HIDDEN);
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
      int8_t state[NET_HIDDEN] = {0};
      memcpy(state, transitions.states[from], (size_t)net.hidden);
      const unsigned output = reference_step(&net, state, pair);
      const uint8_t entry = transitions.next[4 * from + (int)pair];
      CHECK(entry >> 7 == output);
      CHECK(memcmp(transitions.states[(entry & 0x7F) >> 1], state, (size_t)net.hidden) == 0);
    }
  }
  for (int steps = 1; steps <= 224; steps++) {
    uint8_t in[75], out[33];
    int8_t state[NET_HIDDEN] = {0}, expected[NET_HIDDEN] = {0};
    for (int i = 0; i < 75; i++) {
      in[i] = (uint8_t)random32();  // bits without meaning, too
    }
    memset(out, 0xA5, sizeof out);
    memcpy(state, transitions.states[random_in(0, transitions.count - 1)], (size_t)net.hidden);
    memcpy(expected, state, NET_HIDDEN);
    const int length = (steps + 6) / 7;
    CHECK(transitions_stream(&transitions, state, in, (uint8_t)steps, out) == length);
    for (int step = 0; step < 7 * length; step++) {
      CHECK(bits_at(out, step, 1) == (step < steps ? reference_step(&net, expected, bits_at(in, step, 2)) : 0));
    }
    CHECK(out[length] == 0xA5 && (out[length - 1] & 0x80) == 0);
    CHECK(memcmp(state, expected, NET_HIDDEN) == 0);
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
  for (int run = 0; run < 800; run++) {
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

void test_transitions(void) {
  remembers_networks_of_few_states();
  holds_sixty_four_states_and_no_more();
}
