#include <string.h>

#include "board.h"
#include "fake_board.h"
#include "pins.h"

static void has_the_pins_of(const struct net *net) {
  for (uint8_t pin = 2; pin < 14; pin++) {
    const uint8_t *at = memchr(roles, pin, sizeof roles);
    const int role = at ? (int)(at - roles) : -1;
    const bool is_needed = role >= 6 ? role - 6 < net->outputs : role >= 4 || (role >= 0 && role < net->inputs);
    const uint8_t input = is_active_low ? BOARD_PULLUP : BOARD_INPUT;
    CHECK(fake.mode[pin] == (!is_needed ? BOARD_INPUT : role >= 6 ? BOARD_OUTPUT : input));
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
  memcpy(roles, usual_roles, sizeof roles);
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
