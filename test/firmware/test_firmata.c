#include <string.h>

#include "board.h"
#include "fake_board.h"
#include "host.h"

#define FEED(text) feed((const uint8_t *)(text), sizeof(text) - 1)

// The board must have sent exactly these bytes since the last look.
static void sent(const char *bytes, uint32_t length) {
  CHECK(fake.sent_length == length);
  CHECK(memcmp(fake.sent, bytes, length) == 0);
  fake.sent_length = 0;
}

#define SENT(text) sent(text, sizeof(text) - 1)

static void greets(void) {
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  const char hello[] = "\xF9\x02\x05\xF0\x79\x01\x01" "c\0a\0r\0r\0y\0b\0i\0t\0\xF7";
  CHECK(memcmp(fake.sent, hello, sizeof hello - 1) == 0);
  // Then a string: no network.
  CHECK(memcmp(fake.sent + sizeof hello - 1, "\xF0\x71n\0o\0", 6) == 0);
  fake.sent_length = 0;
  FEED("\xF9");
  SENT("\xF9\x02\x05");
  FEED("\xF0\x79\xF7");
  sent(hello + 3, sizeof hello - 4);
  // A stream message with number 0x79 whose id was lost.
  FEED("\xF0\x79\x00\x01\x02\x03\x04\x05\xF7");
  CHECK(fake.sent_length == 0);
}

static void tells_what_pins_can_do(void) {
  FEED("\xF0\x6B\xF7");
  uint32_t at = 2;
  for (int pin = 0; pin < 20; pin++) {
    unsigned modes = 0;
    for (; fake.sent[at] != 0x7F; at += 2) {
      modes |= 1u << fake.sent[at];
      CHECK(fake.sent[at + 1] == (fake.sent[at] == 2 ? 10 : fake.sent[at] == 3 ? 8 : 1));
    }
    at++;
    const unsigned digital = 1u << 0 | 1u << 1 | 1u << 11;
    CHECK(modes == (pin < 2 ? 0 : digital | (pin >= 14 ? 4u : 0) | (board_pin_has_pwm((uint8_t)pin) ? 8u : 0)));
  }
  CHECK(fake.sent[at] == 0xF7 && fake.sent_length == at + 1);
  fake.sent_length = 0;
  FEED("\xF0\x69\xF7");
  SENT("\xF0\x6A\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x00\x01\x02\x03\x04\x05\xF7");
}

static void sets_modes_and_levels(void) {
  FEED("\xF4\x0D\x01\xF5\x0D\x01");
  CHECK(fake.mode[13] == BOARD_OUTPUT && fake.level[13] == 1);
  FEED("\x91\x00\x00");
  CHECK(fake.level[13] == 0);
  FEED("\x91\x20\x00");
  CHECK(fake.level[13] == 1);
  FEED("\xF0\x6D\x0D\xF7");
  SENT("\xF0\x6E\x0D\x01\x01\xF7");
  FEED("\xF4\x07\x01\x90\x00\x01");
  CHECK(fake.level[7] == 1);
  FEED("\xF4\x08\x0B\xF0\x6D\x08\xF7");
  CHECK(fake.mode[8] == BOARD_PULLUP);
  SENT("\xF0\x6E\x08\x0B\x01\xF7");
  // johnny-five's Button with a pull-up: input, then a digital write of 1.
  FEED("\xF4\x09\x00\x91\x02\x00");
  CHECK(fake.mode[9] == BOARD_PULLUP);
  FEED("\xF4\x0B\x03\xEB\x48\x01\xF0\x6D\x0B\xF7");
  CHECK(fake.mode[11] == BOARD_OUTPUT && fake.duty[11] == 200);
  SENT("\xF0\x6E\x0B\x03\x48\x01\xF7");
  FEED("\xF0\x6F\x0B\x05\x00\xF7");
  CHECK(fake.duty[11] == 5);
  FEED("\xF4\x0B\x01");
  CHECK(fake.duty[11] == 0);
  CHECK(fake.sent_length == 0);
  // Modes that a pin does not have, pins that are not there.
  FEED("\xF4\x0D\x03");
  CHECK(fake.sent_length > 10 && fake.sent[1] == 0x71 && fake.mode[13] == BOARD_OUTPUT);
  FEED("\xF4\x00\x01\xF4\x01\x00\xF4\x14\x01\xF4\x7F\x01\xF4\x02\x04\xF5\x7F\x01\xF0\x6D\x7F\xF7\x9F\x7F\x01\xEF\x01\x01");
  FEED("\xF0\x50\xF7\xF0\x6D\xF7\xF0\x6F\x05\xF7\xF0\x7A\x05\xF7\xF0\x71\xF7");
  CHECK(fake.mode[0] == 0 && fake.mode[1] == 0);
  fake.sent_length = 0;
}

static void reports_changes_only(void) {
  FEED("\xFF");
  fake.sent_length = 0;
  FEED("\xF4\x02\x00\xF4\x03\x0B\xF4\x04\x01");
  fake.ports[0] = 0x1C;
  FEED("\xD0\x01");
  app_poll(&app);
  SENT("\x90\x0C\x00");
  CHECK(fake.watched[0] == 0xEC);
  app_poll(&app);
  fake.ports[0] = 0x0C;  // an output has changed
  app_poll(&app);
  CHECK(fake.sent_length == 0);
  fake.ports[0] = 0x84;
  app_poll(&app);
  SENT("\x90\x04\x01");
  FEED("\xD0\x01");
  app_poll(&app);
  SENT("\x90\x04\x01");
  FEED("\xD0\x00");
  fake.ports[0] = 0;
  app_poll(&app);
  CHECK(fake.sent_length == 0 && fake.watched[0] == 0);
}

static void samples_analog(void) {
  fake.analog[0] = 1023;
  fake.analog[5] = 300;
  FEED("\xC0\x01\xC5\x01");
  for (int i = 0; i < 4; i++) {
    app_poll(&app);
  }
  SENT("\xE0\x7F\x07\xE5\x2C\x02");
  fake.millis = (uint16_t)(fake.millis + 18);
  app_poll(&app);
  app_poll(&app);
  CHECK(fake.sent_length == 0);
  fake.millis++;
  for (int i = 0; i < 4; i++) {
    app_poll(&app);
  }
  SENT("\xE0\x7F\x07\xE5\x2C\x02");
  FEED("\xC5\x00\xF0\x7A\x64\x00\xF7");
  fake.millis = (uint16_t)(fake.millis + 99);
  app_poll(&app);
  app_poll(&app);
  CHECK(fake.sent_length == 0);
  fake.millis++;
  for (int i = 0; i < 3; i++) {
    app_poll(&app);
  }
  SENT("\xE0\x7F\x07");
  // A reset ends all of it.
  FEED("\xFF");
  fake.millis = (uint16_t)(fake.millis + 500);
  for (int i = 0; i < 3; i++) {
    app_poll(&app);
  }
  CHECK(fake.sent_length == 0);
}

static void drops_half_a_message_after_a_silence(void) {
  FEED("\xF0\x79");
  app_poll(&app);
  fake.millis = (uint16_t)(fake.millis + 1000);
  app_poll(&app);
  FEED("\xF7");
  CHECK(fake.sent_length == 0);
}

void test_firmata(void) {
  greets();
  tells_what_pins_can_do();
  sets_modes_and_levels();
  reports_changes_only();
  samples_analog();
  drops_half_a_message_after_a_silence();
}
