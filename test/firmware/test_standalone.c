#include <string.h>

#include "board.h"
#include "fake_board.h"
#include "host.h"
#include "reply.h"

static const uint8_t usual[10] = {2, 3, 6, 7, 4, 5, 13, 12, 11, 10};
static uint8_t roles[10];  // pins of inputs, CLK, RESET and outputs
#define CLK (1 << roles[4])
#define RESET (1 << roles[5])
enum { MAX_BOUNCE_US = 5000, STABLE = 8000 };  // microseconds

static bool is_active_low;
static int steps;
static uint8_t last_output;

// The pin-change interrupt, at levels by which 1 is active.
static bool look(int levels, uint8_t *output) {
  fake.ports[0] = (uint8_t)(is_active_low ? ~levels : levels);
  return standalone_look(&app.standalone, fake.ports[0], output);
}

static struct net net_with(int inputs, int hidden, int outputs, int pins) {
  struct net net = random_net(inputs, hidden, outputs, true);
  net.pins = pins;
  return net;
}

static void start(const struct net *net, const char *name) {
  const struct image image = image_of(net, name);
  is_active_low = net->pins & IMAGE_PULL_UPS;
  memcpy(roles, net->pins & IMAGE_CHOSEN_PINS ? net->roles : usual, sizeof roles);
  fake.ports[0] = is_active_low ? 0xFF : 0;
  install(&image);
}

static int levels_of(unsigned input) {
  int levels = 0;
  for (int i = 0; i < 4; i++) {
    levels |= (int)(input >> i & 1) << roles[i];
  }
  return levels;
}

static void adds_on_rising_edges(const struct net *net, bool fresh) {
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

static void one_press_is_one_step(const struct net *net) {
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

// What the fast interrupt does with what it was given.
static unsigned follow(unsigned input) {
  const uint8_t entry = fake.clock.next[fake.clock.place | input];
  fake.clock.place = (uint8_t)(entry << 1);
  return entry >> 7;
}

static void is_fast_while_transitions_are_remembered(int pins) {
  struct net net = delay_net();
  net.pins = pins;
  start(&net, "fast");
  for (int poll = 0; poll < 300; poll++) {
    app_poll(&app);
  }
  CHECK(fake.clock.runs && fake.clock.was_low && fake.clock.active_low == is_active_low);
  int8_t state[NET_HIDDEN];
  memcpy(state, net.initial, NET_HIDDEN);
  for (int round = 0; round < 20; round++) {
    for (int step = random_in(0, 30); step; step--) {
      const unsigned input = random32() & 3u;
      CHECK(follow(input) == reference_step(&net, state, input));
    }
    fake.clock.was_low = round & 1;
    // A check may load a candidate over the table, so from then on the cell steps, from the very state.
    const uint8_t nothing[5] = {0};
    send_message(MESSAGE_CHECK, 1, nothing, 5);
    uint8_t output = 0;
    standalone_remember(&app.standalone, 0);
    CHECK(!fake.clock.runs);
    CHECK(memcmp(state, app.standalone.state, 3) == 0);
    CHECK(look(CLK, &output) == fake.clock.was_low);
    if (fake.clock.was_low) {
      CHECK(output == reference_step(&net, state, 0));
    }
    CHECK(!look(0, &output));
    app_poll(&app);
    CHECK(fake.clock.runs && fake.clock.was_low);
  }
  // While a candidate is there, the cell steps.
  const uint8_t *table = fake.clock.next;
  const struct image image = image_of(&net, "fast");
  const uint8_t length[] = {image.length & 0x7F, (uint8_t)(image.length >> 7)};
  send_message(MESSAGE_BEGIN, 1, length, 2);
  CHECK(fake.clock.runs);
  for (uint16_t at = 0; at < image.length; at++) {
    const uint8_t write[] = {at & 0x7F, (uint8_t)(at >> 7), image.bytes[at] & 0x7F, image.bytes[at] >> 7};
    send_message(MESSAGE_WRITE, 2, write, 4);
  }
  const uint16_t crc = crc_of(image.bytes, image.length);
  const uint8_t sum[] = {length[0], length[1], crc & 0x7F, (crc >> 7) & 0x7F, (uint8_t)(crc >> 14)};
  send_message(MESSAGE_CHECK, 3, sum, 5);
  app_poll(&app);
  CHECK(!fake.clock.runs && memcmp(state, app.standalone.state, 3) == 0);
  uint8_t output;
  for (int step = 0; step < 50; step++) {
    const unsigned input = random32() & 3u;
    CHECK(look(levels_of(input) | CLK, &output) && output == reference_step(&net, state, input));
    CHECK(!look(levels_of(input), &output));
  }
  // Taken back by a write, it is explored again, and the fast way goes on where the cell was.
  const uint8_t write[] = {0, 0, image.bytes[0], 0};
  send_message(MESSAGE_WRITE, 4, write, 4);
  for (int poll = 0; poll < 300; poll++) {
    app_poll(&app);
  }
  CHECK(fake.clock.runs && fake.clock.next == table);
  for (int step = 0; step < 50; step++) {
    const unsigned input = random32() & 3u;
    CHECK(follow(input) == reference_step(&net, state, input));
  }
  // A host that takes one of the pins ends it.
  feed((const uint8_t *)"\xF4\x0D\x01", 3);
  CHECK(!fake.clock.runs && app.standalone.network == 0);
  feed((const uint8_t *)"\xFF", 1);
  app_poll(&app);
  CHECK(fake.clock.runs);
  struct packet ignored;
  while (receive(&ignored)) {
  }
}

static void is_never_fast_otherwise(void) {
  struct net net = delay_net();
  start(&net, "button");
  for (int poll = 0; poll < 300; poll++) {
    app_poll(&app);
  }
  CHECK(!fake.clock.runs);
  net.initial[0] = 0;  // 65 states
  net.pins = IMAGE_ELECTRONIC_CLOCK;
  start(&net, "large");
  for (int poll = 0; poll < 300; poll++) {
    app_poll(&app);
  }
  CHECK(!fake.clock.runs);
  adds_on_rising_edges(&net, true);
  // The fast interrupt knows the usual pins only.
  net = delay_net();
  net.pins = IMAGE_ELECTRONIC_CLOCK;
  choose_pins(&net);
  start(&net, "elsewhere");
  for (int poll = 0; poll < 300; poll++) {
    app_poll(&app);
  }
  CHECK(app.standalone.remembered && !fake.clock.runs);
  adds_on_rising_edges(&net, true);
}

static void has_the_pins_of(const struct net *net) {
  for (uint8_t pin = 2; pin < 14; pin++) {
    const uint8_t *at = memchr(roles, pin, sizeof roles);
    const int role = at ? (int)(at - roles) : -1;
    const bool is_needed = role >= 6 ? role - 6 < net->outputs : role >= 4 || (role >= 0 && role < net->inputs);
    CHECK(fake.mode[pin] == (!is_needed ? BOARD_INPUT : role >= 6 ? BOARD_OUTPUT : is_active_low ? BOARD_PULLUP : BOARD_INPUT));
    if (is_needed && role >= 6) {
      CHECK(app.standalone.wiring.bits[role] == 1 << (pin - 8));
    }
    // What a host writes does not reach it.
    const uint8_t write[] = {0xF5, pin, 1};
    fake.level[pin] = 0;
    feed(write, 3);
    CHECK(fake.level[pin] == !is_needed);
  }
  CHECK(fake.watched[0] == (CLK | RESET));
  send_message(MESSAGE_DESCRIBE, 1, 0, 0);
  CHECK((expect(MESSAGE_DESCRIBE, 1).payload[13] & 66) == (net->pins & IMAGE_CHOSEN_PINS ? 66 : 2));
}

void test_chosen_pins(void) {
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  for (int round = 0; round < 60; round++) {
    struct net net = net_with(random_in(1, 4), random_in(1, 8), random_in(1, 4), random_in(0, 3));
    if (round % 3) {
      choose_pins(&net);
    }
    start(&net, "pins");
    if (net.pins & IMAGE_ELECTRONIC_CLOCK) {
      adds_on_rising_edges(&net, true);
    } else {
      one_press_is_one_step(&net);
    }
    fake.ports[0] = is_active_low ? 0xFF : 0;
    round % 2 ? boot() : feed((const uint8_t *)"\xFF", 1);
    has_the_pins_of(&net);
    // A pin of its own ends it, and none else.
    const uint8_t pin = (uint8_t)random_in(2, 13);
    const bool is_own = wiring_needs(&app.standalone.wiring, pin);
    feed((const uint8_t[]){0xFF, 0xF4, pin, 1}, 4);
    CHECK((app.standalone.network == 0) == is_own);
    feed((const uint8_t *)"\xFF", 1);
    CHECK(app.standalone.network != 0);
  }
  // The largest network and its pins.
  struct net net = random_net(2, 19, 1, false);
  net.pins = IMAGE_ELECTRONIC_CLOCK;
  choose_pins(&net);
  start(&net, "largest");
  adds_on_rising_edges(&net, true);
}

void test_standalone(void) {
  uint8_t output;
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  memcpy(roles, usual, sizeof roles);
  CHECK(!look(CLK, &output));
  struct net net = net_with(2, 3, 1, IMAGE_ELECTRONIC_CLOCK);
  start(&net, "adder");
  CHECK(fake.mode[13] == BOARD_OUTPUT && fake.mode[2] == BOARD_INPUT && fake.level[13] == 0);
  adds_on_rising_edges(&net, true);
  boot();
  CHECK(fake.mode[13] == BOARD_OUTPUT);
  adds_on_rising_edges(&net, true);
  // Writes do not disturb its pins; claiming another pin does not stop it; claiming one of its pins does.
  feed((const uint8_t *)"\x91\x7F\x00\x90\x7F\x01\xF4\x0C\x01\xF5\x0D\x01", 12);
  CHECK(fake.level[13] == 0 && fake.mode[2] == BOARD_INPUT);
  adds_on_rising_edges(&net, false);
  // So do modes that it cannot have.
  feed((const uint8_t *)"\xF4\x0D\x06\xF4\x02\x02\xF5\x0D\x01", 9);
  CHECK(fake.level[13] == 0 && app.standalone.network != 0);
  feed((const uint8_t *)"\xF4\x0D\x01\xF5\x0D\x01", 6);
  CHECK(fake.level[13] == 1 && !look(CLK, &output) && !look(0, &output));
  CHECK(!look(CLK, &output));
  fake.ports[0] = 0;
  feed((const uint8_t *)"\xFF", 1);
  adds_on_rising_edges(&net, true);
  // Wider networks take more pins.
  net = net_with(4, 5, 3, IMAGE_ELECTRONIC_CLOCK);
  start(&net, "wide");
  CHECK(fake.mode[13] == BOARD_OUTPUT && fake.mode[12] == BOARD_OUTPUT && fake.mode[11] == BOARD_OUTPUT);
  CHECK(fake.mode[10] == BOARD_INPUT);
  adds_on_rising_edges(&net, true);
  // A pin the host has already is not taken.
  feed((const uint8_t *)"\xFF\xF4\x0A\x01", 4);
  CHECK(app.standalone.network != 0);
  net = net_with(2, 3, 4, IMAGE_ELECTRONIC_CLOCK);
  start(&net, "wider");
  CHECK(app.standalone.network == 0 && fake.mode[10] == BOARD_OUTPUT);
  feed((const uint8_t *)"\xFF", 1);
  // Buttons to ground.
  net = net_with(3, 4, 2, IMAGE_ELECTRONIC_CLOCK | IMAGE_PULL_UPS);
  start(&net, "low");
  CHECK(fake.mode[2] == BOARD_PULLUP && fake.mode[5] == BOARD_PULLUP && fake.mode[6] == BOARD_PULLUP);
  CHECK(fake.mode[12] == BOARD_OUTPUT);
  adds_on_rising_edges(&net, true);
}

void test_buttons(void) {
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  for (int pins = 0; pins <= IMAGE_PULL_UPS; pins += IMAGE_PULL_UPS) {
    struct net net = net_with(2, 3, 1, pins);
    start(&net, "adder");
    one_press_is_one_step(&net);
    net = net_with(4, 5, 3, pins);
    start(&net, "wide");
    one_press_is_one_step(&net);
  }
}

void test_fast_clock(void) {
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  is_fast_while_transitions_are_remembered(IMAGE_ELECTRONIC_CLOCK);
  is_fast_while_transitions_are_remembered(IMAGE_ELECTRONIC_CLOCK | IMAGE_PULL_UPS);
  is_never_fast_otherwise();
}
