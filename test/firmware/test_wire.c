#include <string.h>

#include "host.h"
#include "wire.h"

static struct wire wire;

// Feeds bytes, returns the last event that was not WIRE_NOTHING, counts all of them.
static enum wire_event feed_wire(const char *bytes, unsigned length, int *events) {
  enum wire_event last = WIRE_NOTHING;
  *events = 0;
  for (unsigned i = 0; i < length; i++) {
    const enum wire_event event = wire_feed(&wire, (uint8_t)bytes[i]);
    if (event != WIRE_NOTHING) {
      last = event;
      ++*events;
    }
  }
  return last;
}

#define FEED(text) feed_wire(text, sizeof(text) - 1, &events)

// Bytes taken in a row where that may be are the bytes taken one by one, whatever comes in whatever pieces.
static void fills_as_it_feeds(void) {
  static struct wire filled, fed;
  wire_init(&filled);
  wire_init(&fed);
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
      const uint8_t taken = wire_fill(&filled, bytes + at, max);
      CHECK(taken <= max);
      for (int i = 0; i < taken; i++) {
        CHECK(wire_feed(&fed, bytes[at + i]) == WIRE_NOTHING);
      }
      rows += taken > 20;
      at = (uint8_t)(at + taken);
      if (taken == 0) {
        CHECK(wire_feed(&filled, bytes[at]) == wire_feed(&fed, bytes[at]));
        at++;
      }
      CHECK(memcmp(&filled, &fed, sizeof filled) == 0);
    }
  }
  CHECK(rows > 1000);
}

void test_wire(void) {
  fills_as_it_feeds();
  int events;
  wire_init(&wire);
  CHECK(FEED("\xF9") == WIRE_COMMAND && wire.command == 0xF9 && events == 1);
  CHECK(FEED("\x91\x01\x02") == WIRE_COMMAND && wire.command == 0x91 && wire.data[0] == 1 && wire.data[1] == 2);
  CHECK(FEED("\x05\x06") == WIRE_NOTHING);
  CHECK(FEED("\xC3\x01") == WIRE_COMMAND && wire.command == 0xC3 && wire.data[0] == 1);
  CHECK(FEED("\xF4\x0D\x01") == WIRE_COMMAND && wire.command == 0xF4 && !wire_is_open(&wire));
  // A command cut short by another.
  CHECK(FEED("\xF4\x0D\xD0\x01") == WIRE_COMMAND && wire.command == 0xD0 && events == 1);
  CHECK(FEED("\xF0\x08\x01\xF7") == WIRE_SYSEX && wire.length == 2 && wire.data[0] == 8);
  CHECK(FEED("\xF0\xF7") == WIRE_SYSEX && wire.length == 0);
  CHECK(FEED("\xF7\xF7\xF1\x01\x80\x01\x02") == WIRE_NOTHING);
  // A sysex cut short by the next one: both are told of.
  CHECK(FEED("\xF0\x08\x01\xF0") == WIRE_BROKEN && wire.length == 2);
  CHECK(FEED("\x09\xF7") == WIRE_SYSEX && wire.length == 1 && wire.data[0] == 9);
  // Damage inside a sysex obeys nothing of its rest.
  CHECK(FEED("\xF0\x08\x01\x91\x7F\x7F\xF4\x0D\x01") == WIRE_NOTHING);
  CHECK(FEED("\xF7") == WIRE_BROKEN && wire.data[1] == 1);
  CHECK(FEED("\xF0\x08\xF9") == WIRE_COMMAND && wire.command == 0xF9 && !wire_is_open(&wire));
  CHECK(FEED("\xF0\x08\xFF") == WIRE_COMMAND && wire.command == 0xFF && !wire_is_open(&wire));
  // 65 bytes fit, 66 do not.
  char max[68];
  memset(max, 1, sizeof max);
  max[0] = (char)0xF0;
  max[66] = (char)0xF7;
  CHECK(feed_wire(max, 67, &events) == WIRE_SYSEX && wire.length == 65);
  max[66] = 1;
  max[67] = (char)0xF7;
  CHECK(feed_wire(max, 68, &events) == WIRE_BROKEN && wire.length == 65);
  // Noise of any kind, then a whole message.
  for (int run = 0; run < 20000; run++) {
    for (int i = random_in(0, 100); i > 0; i--) {
      wire_feed(&wire, (uint8_t)random32());
    }
    FEED("\xF0\x0A\x0B\xF7");
    CHECK(wire.length == 2 && wire.data[0] == 10 && wire.data[1] == 11 && !wire_is_open(&wire));
  }
}
