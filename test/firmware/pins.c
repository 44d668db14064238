#include "pins.h"

#include <string.h>

#include "fake_board.h"

const uint8_t usual_roles[10] = {2, 3, 6, 7, 4, 5, 13, 12, 11, 10};
uint8_t roles[10];
bool is_active_low;

enum { MAX_BOUNCE_US = 5000, STABLE = 8000 };  // microseconds

static int steps;
static uint8_t last_output;

bool look(int levels, uint8_t *output) {
  fake.ports[0] = (uint8_t)(is_active_low ? ~levels : levels);
  return standalone_look(&app.standalone, fake.ports[0], output);
}

struct net net_with(int inputs, int hidden, int outputs, int pins) {
  struct net net = random_net(inputs, hidden, outputs, true);
  net.pins = pins;
  return net;
}

void start(const struct net *net, const char *name) {
  const struct image image = image_of(net, name);
  is_active_low = net->pins & IMAGE_PULL_UPS;
  memcpy(roles, net->pins & IMAGE_CHOSEN_PINS ? net->roles : usual_roles, sizeof roles);
  fake.ports[0] = is_active_low ? 0xFF : 0;
  install(&image);
}

int levels_of(unsigned input) {
  int levels = 0;
  for (int i = 0; i < 4; i++) {
    levels |= (int)(input >> i & 1) << roles[i];
  }
  return levels;
}

void adds_on_rising_edges(const struct net *net, bool fresh) {
  int8_t state[NET_HIDDEN];
  uint8_t output;
  if (!fresh) {
    look(RESET, &output);
  }
  memcpy(state, net->initial, NET_HIDDEN);
  for (int step = 0; step < 500; step++) {
    const unsigned input = random32() & ((1u << net->inputs) - 1);
    const int pins = levels_of(input);
    if (random32() % 20 == 0) {
      CHECK(!look(pins | RESET, &output));
      CHECK(!look(pins | RESET | CLK, &output));
      CHECK(!look(pins | CLK, &output));
      memcpy(state, net->initial, NET_HIDDEN);
    }
    CHECK(!look(pins, &output));
    CHECK(look(pins | CLK, &output));
    CHECK(output == reference_step(net, state, input));
    CHECK(!look(pins | CLK, &output));
    CHECK(memcmp(state, app.standalone.state, (size_t)net->hidden) == 0);
  }
}

// Time passes, with the main loop's polls every millisecond or so.
static void pass(uint32_t *now, uint32_t microseconds) {
  const uint32_t end = *now + microseconds;
  while (*now < end) {
    const uint32_t part = end - *now < 900 ? end - *now : 900;
    *now += part;
    fake.ticks = (uint8_t)(*now / 1024);
    standalone_poll(&app.standalone);
  }
}

static void put(int levels) {
  uint8_t output;
  if (look(levels, &output)) {
    steps++;
    last_output = output;
  }
}

// One edge of a button: some contacts, then it stays.
static void bounce(uint32_t *now, int rest, int button, bool press) {
  const uint32_t end = *now + (uint32_t)random_in(0, MAX_BOUNCE_US);
  bool contact = press;
  put(rest | (contact ? button : 0));
  while (*now < end) {
    const uint32_t gap = (uint32_t)random_in(1, MAX_BOUNCE_US);
    pass(now, gap < end - *now ? gap : end - *now);
    contact = *now < end && !contact;
    put(rest | (*now < end ? (contact ? button : 0) : (press ? button : 0)));
  }
}

void one_press_is_one_step(const struct net *net) {
  int8_t state[NET_HIDDEN];
  uint32_t now = (uint32_t)fake.ticks * 1024;
  memcpy(state, net->initial, NET_HIDDEN);
  pass(&now, STABLE);
  for (int press = 0; press < 400; press++) {
    const unsigned input = random32() & ((1u << net->inputs) - 1);
    if (random32() % 10 == 0) {
      bounce(&now, levels_of(input), RESET, true);
      pass(&now, (uint32_t)random_in(0, 20000));
      bounce(&now, levels_of(input), RESET, false);
      pass(&now, STABLE);
      memcpy(state, net->initial, NET_HIDDEN);
    }
    // Held for up to half a second: the ticks lap.
    steps = 0;
    bounce(&now, levels_of(input), CLK, true);
    pass(&now, (uint32_t)random_in(0, press % 20 ? 30000 : 500000));
    bounce(&now, levels_of(input), CLK, false);
    pass(&now, STABLE + (uint32_t)random_in(0, 30000));
    CHECK(steps == 1);
    CHECK(last_output == reference_step(net, state, input));
    CHECK(memcmp(state, app.standalone.state, (size_t)net->hidden) == 0);
  }
}
