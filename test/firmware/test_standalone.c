#include <string.h>

#include "board.h"
#include "fake_board.h"
#include "host.h"

enum { A = 1 << 2, B = 1 << 3, CLK = 1 << 4, RESET = 1 << 5 };

static bool look(int port, uint8_t *output) {
  fake.ports[0] = (uint8_t)port;
  return standalone_look(&app.standalone, (uint8_t)port, output);
}

static void adds_on_rising_edges(const struct net *net, bool fresh) {
  int8_t state[8];
  uint8_t output;
  if (!fresh) {
    look(RESET, &output);
  }
  memcpy(state, net->initial, 8);
  for (int step = 0; step < 500; step++) {
    const unsigned input = random32() & ((1u << net->inputs) - 1);
    const int pins = (int)((input & 3) << 2 | (input & 12) << 4);
    if (random32() % 20 == 0) {
      CHECK(!look(pins | RESET, &output));
      CHECK(!look(pins | RESET | CLK, &output));
      CHECK(!look(pins | CLK, &output));
      memcpy(state, net->initial, 8);
    }
    CHECK(!look(pins, &output));
    CHECK(look(pins | CLK, &output));
    CHECK(output == reference_step(net, state, input));
    CHECK(!look(pins | CLK, &output));
    CHECK(memcmp(state, app.standalone.state, (size_t)net->hidden) == 0);
  }
}

void test_standalone(void) {
  uint8_t output;
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  CHECK(!look(CLK, &output));
  struct net net = random_net(2, 3, 1, true);
  struct image image = image_of(&net, "adder");
  install(&image);
  CHECK(fake.mode[13] == BOARD_OUTPUT && fake.mode[2] == BOARD_INPUT && fake.level[13] == 0);
  adds_on_rising_edges(&net, true);
  boot();
  CHECK(fake.mode[13] == BOARD_OUTPUT);
  adds_on_rising_edges(&net, true);
  // Writes do not disturb its pins; claiming another pin does not stop it; claiming one of its pins does.
  feed((const uint8_t *)"\x91\x7F\x00\x90\x7F\x01\xF4\x0C\x01\xF5\x0D\x01", 12);
  CHECK(fake.level[13] == 0 && fake.mode[2] == BOARD_INPUT);
  adds_on_rising_edges(&net, false);
  feed((const uint8_t *)"\xF4\x0D\x01\xF5\x0D\x01", 6);
  CHECK(fake.level[13] == 1 && !look(CLK, &output) && !look(0, &output));
  CHECK(!look(CLK, &output));
  feed((const uint8_t *)"\xFF", 1);
  fake.ports[0] = 0;
  adds_on_rising_edges(&net, true);
  // Wider networks take more pins.
  net = random_net(4, 5, 3, true);
  image = image_of(&net, "wide");
  install(&image);
  CHECK(fake.mode[13] == BOARD_OUTPUT && fake.mode[12] == BOARD_OUTPUT && fake.mode[11] == BOARD_OUTPUT);
  CHECK(fake.mode[10] == BOARD_INPUT);
  adds_on_rising_edges(&net, true);
  // A pin the host has already is not taken.
  feed((const uint8_t *)"\xFF\xF4\x0A\x01", 4);
  CHECK(app.standalone.network != 0);
  net = random_net(2, 3, 4, true);
  image = image_of(&net, "wider");
  install(&image);
  CHECK(app.standalone.network == 0 && fake.mode[10] == BOARD_OUTPUT);
}
