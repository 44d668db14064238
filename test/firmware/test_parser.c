#include <string.h>

#include "host.h"
#include "parser.h"

static struct parser parser;

// Feeds bytes, returns the last event that was not PARSER_NOTHING, counts all of them.
static enum parser_event feed_parser(const char *bytes, unsigned length, int *events) {
  enum parser_event last = PARSER_NOTHING;
  *events = 0;
  for (unsigned i = 0; i < length; i++) {
    const enum parser_event event = parser_feed(&parser, (uint8_t)bytes[i]);
    if (event != PARSER_NOTHING) {
      last = event;
      ++*events;
    }
  }
  return last;
}

#define FEED(text) feed_parser(text, sizeof(text) - 1, &events)

// Bytes taken in a row where that may be are the bytes taken one by one, whatever comes in whatever pieces.
static void fills_as_it_feeds(void) {
  static struct parser filled, fed;
  parser_init(&filled);
  parser_init(&fed);
  memset(filled.data, 0, sizeof filled.data);
  memset(fed.data, 0, sizeof fed.data);
  int rows = 0;
  for (int run = 0; run < 20000; run++) {
    // Mostly messages, of all lengths; then a status byte of any kind.
    uint8_t bytes[90];
    const uint8_t count = (uint8_t)random_in(1, 90);
    for (int i = 0; i < count; i++) {
      bytes[i] = (uint8_t)random32() & (random32() % 64 ? 0x7F : 0xFF);
    }
    bytes[random_in(0, count - 1)] = random32() % 2 ? 0xF0 : 0xF7;
    for (uint8_t at = 0; at < count;) {
      const uint8_t max = (uint8_t)random_in(1, count - at);
      const uint8_t taken = parser_fill(&filled, bytes + at, max);
      CHECK(taken <= max);
      for (int i = 0; i < taken; i++) {
        CHECK(parser_feed(&fed, bytes[at + i]) == PARSER_NOTHING);
      }
      rows += taken > 20;
      at = (uint8_t)(at + taken);
      if (taken == 0) {
        CHECK(parser_feed(&filled, bytes[at]) == parser_feed(&fed, bytes[at]));
        at++;
      }
      CHECK(memcmp(&filled, &fed, sizeof filled) == 0);
    }
  }
  CHECK(rows > 1000);
}

void test_parser(void) {
  fills_as_it_feeds();
  int events;
  parser_init(&parser);
  CHECK(FEED("\xF9") == PARSER_COMMAND && parser.command == 0xF9 && events == 1);
  CHECK(FEED("\x91\x01\x02") == PARSER_COMMAND && parser.command == 0x91 && parser.data[0] == 1 && parser.data[1] == 2);
  CHECK(FEED("\x05\x06") == PARSER_NOTHING);
  CHECK(FEED("\xC3\x01") == PARSER_COMMAND && parser.command == 0xC3 && parser.data[0] == 1);
  CHECK(FEED("\xF4\x0D\x01") == PARSER_COMMAND && parser.command == 0xF4 && !parser_is_open(&parser));
  // A command cut short by another.
  CHECK(FEED("\xF4\x0D\xD0\x01") == PARSER_COMMAND && parser.command == 0xD0 && events == 1);
  CHECK(FEED("\xF0\x08\x01\xF7") == PARSER_SYSEX && parser.length == 2 && parser.data[0] == 8);
  CHECK(FEED("\xF0\xF7") == PARSER_SYSEX && parser.length == 0);
  CHECK(FEED("\xF7\xF7\xF1\x01\x80\x01\x02") == PARSER_NOTHING);
  // A sysex cut short by the next one: both are told of.
  CHECK(FEED("\xF0\x08\x01\xF0") == PARSER_BROKEN && parser.length == 2);
  CHECK(FEED("\x09\xF7") == PARSER_SYSEX && parser.length == 1 && parser.data[0] == 9);
  // Damage inside a sysex obeys nothing of its rest.
  CHECK(FEED("\xF0\x08\x01\x91\x7F\x7F\xF4\x0D\x01") == PARSER_NOTHING);
  CHECK(FEED("\xF7") == PARSER_BROKEN && parser.data[1] == 1);
  CHECK(FEED("\xF0\x08\xF9") == PARSER_COMMAND && parser.command == 0xF9 && !parser_is_open(&parser));
  CHECK(FEED("\xF0\x08\xFF") == PARSER_COMMAND && parser.command == 0xFF && !parser_is_open(&parser));
  // 65 bytes fit, 66 do not.
  char max[68];
  memset(max, 1, sizeof max);
  max[0] = (char)0xF0;
  max[66] = (char)0xF7;
  CHECK(feed_parser(max, 67, &events) == PARSER_SYSEX && parser.length == 65);
  max[66] = 1;
  max[67] = (char)0xF7;
  CHECK(feed_parser(max, 68, &events) == PARSER_BROKEN && parser.length == 65);
  // Noise of any kind, then a whole message.
  for (int run = 0; run < 20000; run++) {
    for (int i = random_in(0, 100); i > 0; i--) {
      parser_feed(&parser, (uint8_t)random32());
    }
    FEED("\xF0\x0A\x0B\xF7");
    CHECK(parser.length == 2 && parser.data[0] == 10 && parser.data[1] == 11 && !parser_is_open(&parser));
  }
}
