#include <stdio.h>
#include <string.h>

#include "board.h"
#include "fake_board.h"
#include "reply.h"
#include "typed.h"

static void says_what_is_wrong(void) {
  struct net net = random_net(1, 2, 1, true);
  put_on(&net);
  type("1 2\n");
  replies("expected 1 number of at most 9 digits, or 1 bit, or help\r\n");
  net = random_net(2, 3, 1, true);
  put_on(&net);
  const char *wrong[] = {"13\n",  "1 2 3\n", "1 2 3 4 5\n", "13 x\n",    "-1 2\n",
                         "111\n", "1 1.5\n", "helpme\n",    "plotter\n", "0x1 2\n"};
  for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    type(wrong[i]);
    replies("expected 2 numbers of at most 9 digits, or 2 bits in a row, or help\r\n");
  }
  const char *padded[] = {"00001101 00000100\n", "13 04\n", "017 4\n", "plot 01 1\n", "00 0\n", "1 0000000000001\n"};
  for (unsigned i = 0; i < sizeof padded / sizeof *padded; i++) {
    type(padded[i]);
    replies("expected decimal numbers without zeros before them: 13, not 00001101 or 015\r\n");
  }
  type("0 100\n");
  CHECK(reply_has("0 100 -> "));
  type("1 1234567890\n");
  replies("a number has at most 9 digits: there is no memory for more\r\n");
  type("4294967297 1\n");
  replies("a number has at most 9 digits: there is no memory for more\r\n");
  char line[67];
  memset(line, '1', 65);
  strcpy(line + 65, "\n");
  type(line);
  replies("a line has at most 64 characters: there is no memory for more\r\n");
  strcpy(line + 64, "\n");
  type(line);
  replies("a number has at most 9 digits: there is no memory for more\r\n");
  type("help\r\n");
  CHECK(reply_has("carrybit 1.1: test "));
  CHECK(reply_has("\r\n13 4 ") && reply_has("\r\nhelp "));
  type("?\n");
  CHECK(reply_has("or help"));
}

static void shows_examples_that_suit_the_network(void) {
  static const char *const numbers[] = {"13", "13 4", "13 4 9", "13 4 9 6"};
  for (int inputs = 1; inputs <= 4; inputs++) {
    const struct net net = random_net(inputs, 3, 1, true);
    put_on(&net);
    const char *const bits = &"1111"[4 - inputs];
    char number_line[40], bit_line[40], plot_line[40];
    sprintf(number_line, "\r\n%-10s a number for", numbers[inputs - 1]);
    sprintf(bit_line, "\r\n%-10s a bit for", bits);
    sprintf(plot_line, "\r\nplot %-5s for the", numbers[inputs - 1]);
    type("help\n");
    CHECK(reply_has(number_line) && reply_has(bit_line) && reply_has(plot_line));
    type(numbers[inputs - 1]);
    type("\n");
    CHECK(reply_has(" -> ") && reply_has(" = "));
    type(bits);
    type("\n");
    CHECK(reply_has(" -> ") && !reply_has(" = "));
  }
}

static void without_a_network(void) {
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  type("11\n");
  replies("no network; carrybit flash-weights gives it one\r\n");
  type("help\n");
  replies("carrybit 1.1: no network; carrybit flash-weights gives it one\r\n");
  type("plot\n");
  replies("no network; carrybit flash-weights gives it one\r\n");
  fake.millis = 100;
  app_poll(&app);
  CHECK(fake.sent_length == 0);
}

static void needs_no_end_of_line(void) {
  type("\t 11  ");
  replies("");
  app_poll(&app);
  fake.millis = (uint16_t)(fake.millis + APP_SILENCE_MS - 1);
  app_poll(&app);
  replies("");
  fake.millis++;
  app_poll(&app);
  CHECK(fake.sent_length == 9 && memcmp(fake.sent, "11 -> ", 6) == 0);
  fake.millis = (uint16_t)(fake.millis + 5000);
  type("\r\n\n\r  \r\n");
  app_poll(&app);
  replies("");
}

static void plots(void) {
  struct net net = random_net(2, 3, 1, true);
  put_on(&net);
  fake.ports[0] = 1 << 3 | 1 << 4;
  fake.ports[1] = 1 << 5;
  type("plot\n");
  int lines = 0;
  for (int ms = 0; ms < 320; ms++) {
    fake.millis++;
    app_poll(&app);
    app_poll(&app);
    const char line[] = "pin2:0,pin3:1,pin4:1,pin5:0,pin13:1\r\n";
    if (fake.sent_length) {
      lines++;
      replies(line);
    }
  }
  CHECK(lines == 10);
  // The pins that it has.
  struct net elsewhere = net;
  elsewhere.pins = IMAGE_CHOSEN_PINS;
  memcpy(elsewhere.roles, (const uint8_t[]){7, 3, 0, 0, 2, 6, 9}, 7);
  put_on(&elsewhere);
  type("plot\n");
  fake.millis = (uint16_t)(fake.millis + 32);
  app_poll(&app);
  replies("pin2:0,pin3:1,pin6:0,pin7:0,pin9:0\r\n");
  put_on(&net);
  type("plot\n");
  fake.sent_length = 0;
  type("reset\n");
  fake.sent_length = 0;
  fake.millis = (uint16_t)(fake.millis + 32);
  app_poll(&app);
  replies("");
  int8_t state[NET_HIDDEN];
  memcpy(state, net.initial, NET_HIDDEN);
  char text[400], *at = text;
  for (int step = 0; step < 3; step++) {
    const unsigned input = (2u >> step & 1) | (3u >> step & 1) << 1;
    const unsigned output = reference_step(&net, state, input);
    at += sprintf(at, "a:%u,b:%u,y1:%u", input & 1, input >> 1, output);
    for (int j = 0; j < 3; j++) {
      const int size = (state[j] < 0 ? -state[j] : state[j]) * 100 / 128;
      at += sprintf(at, ",h%d:%s%d.%02d", j + 1, state[j] < 0 ? "-" : "", size / 100, size % 100);
    }
    at += sprintf(at, "\r\n");
  }
  type("plot 2, 3\n");
  replies(text);
}

// Lines before, behind and instead of messages; and what is left of a message whose first byte was lost.
static void leaves_messages_alone(void) {
  const struct net net = random_net(2, 3, 1, true);
  put_on(&net);
  const uint8_t start[] = {2 << 3, 5}, go_on[] = {0, 6};
  send_message(MESSAGE_STREAM, 1, start, 2);
  expect(MESSAGE_STREAM, 1);
  const struct packet due = (send_message(MESSAGE_STREAM, 2, go_on, 2), expect(MESSAGE_STREAM, 2));
  send_message(MESSAGE_STREAM, 1, start, 2);
  expect(MESSAGE_STREAM, 1);
  type("13 4\n11\nreset\n");
  feed((const uint8_t *)"1", 1);
  forget();
  send_message(MESSAGE_STREAM, 2, go_on, 2);
  const struct packet again = expect(MESSAGE_STREAM, 2);
  CHECK(again.length == due.length && memcmp(again.payload, due.payload, due.length) == 0);
  type("1\xF4\x0D\x01" "1\xF9\n");
  replies("\xF9\x02\x05");
  CHECK(fake.mode[13] == BOARD_OUTPUT);
  for (int run = 0; run < 20000; run++) {
    // Messages of ours, and strings of Firmata, without their start.
    uint8_t rest[66];
    const int length = random_in(2, 60);
    rest[0] = (uint8_t)(run % 2 ? random_in(1, 15) : 0x71);
    for (int i = 1; i < length; i++) {
      rest[i] = (uint8_t)(run % 2 ? random_in(0, 127) : i % 2 ? "reset\r\n"[i / 2 % 7] : 0);
    }
    rest[length] = 0xF7;
    for (int i = 1; run % 2 && i < length; i++) {
      rest[i] = rest[i] == '\r' || rest[i] == '\n' ? '1' : rest[i];
    }
    fake.sent_length = 0;
    feed(rest, (uint32_t)length + 1);
    replies("");
  }
}

void test_monitor(void) {
  without_a_network();
  test_typed_numbers();
  shows_examples_that_suit_the_network();
  says_what_is_wrong();
  needs_no_end_of_line();
  plots();
  leaves_messages_alone();
}
