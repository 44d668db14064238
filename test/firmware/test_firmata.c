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
      static const uint8_t bits[] = {1, 1, 10, 8, 14};
      CHECK(fake.sent[at + 1] == (fake.sent[at] < sizeof bits ? bits[fake.sent[at]] : 1));
    }
    at++;
    const unsigned digital = 1u << 0 | 1u << 1 | 1u << 11;
    CHECK(modes == (pin < 2 ? 0 : digital | (pin >= 14 ? 4u : 16u) | (board_pin_has_pwm((uint8_t)pin) ? 8u : 0)));
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
  FEED("\xF4\x00\x01\xF4\x01\x00\xF4\x14\x01\xF4\x7F\x01\xF4\x02\x04"
       "\xF5\x7F\x01\xF0\x6D\x7F\xF7\x9F\x7F\x01\xEF\x01\x01");
  FEED("\xF0\x50\xF7\xF0\x6D\xF7\xF0\x6F\x05\xF7\xF0\x7A\x05\xF7\xF0\x71\xF7");
  CHECK(fake.mode[0] == 0 && fake.mode[1] == 0);
  fake.sent_length = 0;
}

// The string that the board has sent last.
static void says(const char *words) {
  const uint32_t length = (uint32_t)strlen(words);
  CHECK(fake.sent_length >= 2 * length + 3);
  const uint8_t *at = fake.sent + fake.sent_length - (2 * length + 3);
  CHECK(at[0] == 0xF0 && at[1] == 0x71 && at[2 + 2 * length] == 0xF7);
  for (uint32_t i = 0; i < length; i++) {
    CHECK(at[2 + 2 * i] == words[i] && at[3 + 2 * i] == 0);
  }
  fake.sent_length = 0;
}

static void makes_outputs_of_pins_that_are_written_without_a_mode(void) {
  FEED("\xFF");
  fake.sent_length = 0;
  FEED("\xF5\x0C\x00\xF0\x6D\x0C\xF7");
  CHECK(fake.mode[12] == BOARD_INPUT);
  SENT("\xF0\x6E\x0C\x01\x00\xF7");
  FEED("\xF5\x0C\x01");
  CHECK(fake.mode[12] == BOARD_OUTPUT && fake.level[12] == 1);
  FEED("\xF5\x0C\x00\xF0\x6D\x0C\xF7");
  CHECK(fake.level[12] == 0);
  SENT("\xF0\x6E\x0C\x01\x00\xF7");
  // A port: pins 8 and 9. An input stays one, with its pull-up on; an analog pin stays analog.
  FEED("\xF4\x09\x00\x91\x03\x00\x92\x01\x00");
  CHECK(fake.mode[8] == BOARD_OUTPUT && fake.level[8] == 1 && fake.mode[9] == BOARD_PULLUP);
  CHECK(fake.mode[10] == BOARD_INPUT && fake.mode[14] == BOARD_ANALOG_INPUT);
  CHECK(fake.sent_length == 0);
  FEED("\xFF");
  CHECK(fake.mode[12] == BOARD_INPUT && fake.mode[8] == BOARD_INPUT);
}

static void moves_servos(void) {
  FEED("\xFF\xF4\x03\x04");
  CHECK(fake.mode[3] == BOARD_OUTPUT && fake.servo[3] == 1500);
  FEED("\xE3\x5A\x00");
  CHECK(fake.servo[3] == 1472);  // 90 degrees of 544 … 2400
  FEED("\xE3\x00\x00");
  CHECK(fake.servo[3] == 544);
  FEED("\xE3\x7F\x01");
  CHECK(fake.servo[3] == 2400);
  FEED("\xE3\x6C\x09");
  CHECK(fake.servo[3] == 1260);  // microseconds
  FEED("\xE3\x7F\x7F\xF0\x6D\x03\xF7");
  CHECK(fake.servo[3] == 2400);
  SENT("\xF0\x6E\x03\x04\x34\x01\xF7");
  // 1000 … 2000: the configuration alone makes a servo.
  FEED("\xF0\x70\x05\x68\x07\x50\x0F\xF7\xF0\x6F\x05\x5A\x00\xF7");
  CHECK(fake.mode[5] == BOARD_OUTPUT && fake.servo[5] == 1500);
  FEED("\xE5\x34\x01");
  CHECK(fake.servo[5] == 2000);
  FEED("\xE5\x20\x04");
  CHECK(fake.servo[5] == 1000);
  // firmata4j leaves out the end.
  FEED("\xF4\x04\x01\xF0\x70\x04\x68\x07\x50\x0F\xF4\x04\x04\xE4\x5A\x00");
  CHECK(fake.servo[4] == 1500);
  FEED("\xE4\x00\x00");
  CHECK(fake.servo[4] == 1000);
  FEED("\xF4\x04\x01\xF0\x70\x04\x68\x07\x50\xF4\x04\x04\xF7\xF0\x70\x04\x68\x07\x50\x0F\xF5\x04\x01\xF7");
  CHECK(fake.servo[4] == 0 && fake.level[4] == 0);
  // Any order of limits is survived.
  FEED("\xF0\x70\x06\x50\x0F\x68\x07\xF7\xE6\x5A\x00\xE6\x20\x04\xF0\x70\x06\x7F\x7F\x00\x00\xF7\xE6\x5A\x00");
  FEED("\xF0\x70\x06\x00\xF7\xF0\x70\xF7");
  CHECK(fake.sent_length == 0);
  // Timer 1 cannot do both.
  FEED("\xF4\x09\x03");
  says("pin 9, mode 3: its timer moves servos");
  FEED("\xF4\x0B\x03\xEB\x01\x01\xF4\x03\x01\xF4\x05\x00\xF4\x06\x01\xF4\x09\x03\xE9\x01\x01");
  CHECK(fake.servo[3] == 0 && fake.servo[5] == 0 && fake.duty[11] == 129 && fake.duty[9] == 129);
  CHECK(fake.sent_length == 0);
  FEED("\xF4\x03\x04");
  says("pin 3, mode 4: its timer makes the PWM of pins 9 and 10");
  CHECK(fake.servo[3] == 0 && fake.duty[9] == 129);
  FEED("\xF4\x09\x04");
  CHECK(fake.servo[9] == 1500 && fake.duty[9] == 0);
  FEED("\xFF");
  CHECK(fake.servo[9] == 0 && fake.sent_length == 0);
}

static void says_what_it_refuses_and_leaves_nothing_behind(void) {
  FEED("\xFF\xF4\x0B\x03\xEB\x48\x01");
  CHECK(fake.duty[11] == 200);
  FEED("\xF4\x0B\x06");
  says("pin 11, mode 6: no I2C (pins 18 and 19) in carrybit's firmware");
  CHECK(fake.duty[11] == 0 && fake.mode[11] == BOARD_OUTPUT && fake.level[11] == 0);
  FEED("\xF0\x6D\x0B\xF7");
  SENT("\xF0\x6E\x0B\x01\x00\xF7");
  FEED("\xF4\x0B\x04\xF4\x0B\x02");
  says("pin 11, mode 2: the pin cannot have it");
  CHECK(fake.servo[11] == 0);
  FEED("\xF4\x0D\x00\xF4\x0D\x7F");
  says("pin 13, mode 127: the pin cannot have it");
  CHECK(fake.mode[13] == BOARD_INPUT);
  FEED("\xF4\x7F\x01");
  says("pin 127, mode 1: no such pin");
  FEED("\xF4\x0E\x04");
  says("pin 14, mode 4: the pin cannot have it");
  FEED("\xF0\x78\x00\x00\xF7");
  says("sysex 120: no I2C (pins 18 and 19) in carrybit's firmware");
  FEED("\xF0\x76\x50\x00\x00\x00\xF7");
  says("sysex 118: no I2C (pins 18 and 19) in carrybit's firmware");
  FEED("\xF0\x73\xF7");
  says("sysex 115: unknown");
  FEED("\xF0\x6D\x01\xF7");
  says("pin 1: no such pin");
}

static void starts_reports_with_the_mode_alone(void) {
  FEED("\xFF");
  fake.sent_length = 0;
  fake.analog[1] = 640;
  FEED("\xF4\x0F\x02");
  for (int i = 0; i < 4; i++) {
    app_poll(&app);
  }
  SENT("\xE1\x00\x05");
  FEED("\xF4\x0F\x00");
  fake.millis = (uint16_t)(fake.millis + 100);
  for (int i = 0; i < 4; i++) {
    app_poll(&app);
  }
  CHECK(fake.sent_length == 0);
}

static void reports_changes_only(void) {
  FEED("\xFF");
  fake.sent_length = 0;
  FEED("\xF4\x02\x00\xF4\x03\x0B\xF4\x04\x01");
  fake.ports[0] = 0x1C;
  FEED("\xD0\x01");
  app_poll(&app);
  SENT("\x90\x0C\x00");
  CHECK(fake.watched[0] == 0x0C);  // not those whose mode nobody has set
  app_poll(&app);
  fake.ports[0] = 0x0C;  // an output has changed
  app_poll(&app);
  CHECK(fake.sent_length == 0);
  fake.ports[0] = 0x84;
  app_poll(&app);
  SENT("\x90\x04\x00");
  FEED("\xF4\x07\x00\xD0\x01");
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
  makes_outputs_of_pins_that_are_written_without_a_mode();
  moves_servos();
  says_what_it_refuses_and_leaves_nothing_behind();
  starts_reports_with_the_mode_alone();
  reports_changes_only();
  samples_analog();
  drops_half_a_message_after_a_silence();
}
