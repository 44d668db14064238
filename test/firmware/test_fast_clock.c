#include <string.h>

#include "fake_board.h"
#include "pins.h"
#include "reply.h"

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

void test_fast_clock(void) {
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  is_fast_while_transitions_are_remembered(IMAGE_ELECTRONIC_CLOCK);
  is_fast_while_transitions_are_remembered(IMAGE_ELECTRONIC_CLOCK | IMAGE_PULL_UPS);
  is_never_fast_otherwise();
}
