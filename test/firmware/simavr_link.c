#include "simavr_link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "reply.h"

struct uno uno;

static void fail(const char *what) {
  fprintf(stderr, "failed: %s (cycle %llu)\n", what, (unsigned long long)uno.avr->cycle);
  exit(1);
}

void check(bool good, const char *what) {
  if (!good) {
    fail(what);
  }
}

struct reply_bytes next(int milliseconds) {
  struct reply_bytes result = {.length = 0};
  for (int waited = 0; waited < milliseconds * 20;) {
    const int byte = uno_receive(&uno);
    if (byte < 0) {
      check(uno_run(&uno, MILLISECOND / 20), "the processor runs on");
      waited++;
      continue;
    }
    result.bytes[result.length++] = (uint8_t)byte;
    if (byte == 0xF7 || (result.bytes[0] != 0xF0 && result.length == 3)) {
      return result;
    }
  }
  fail("an answer in time");
  return result;
}

struct reply_bytes ask(uint8_t id, uint8_t number, const uint8_t *payload, int length) {
  uint8_t bytes[80] = {0xF0, id, number};
  if (length) {
    memcpy(bytes + 3, payload, (size_t)length);
  }
  check_of(bytes + 1, (uint16_t)(length + 2), bytes + 3 + length);
  bytes[7 + length] = 0xF7;
  uno_send(&uno, bytes, (uint32_t)length + 8);
  struct reply_bytes result = next(500);
  check(result.bytes[1] == id && result.bytes[2] == number, "the answer belongs to the message");
  uint8_t expected[4];
  check_of(result.bytes + 1, (uint16_t)(result.length - 6), expected);
  check(memcmp(expected, result.bytes + result.length - 5, 4) == 0, "its check is right");
  return result;
}

void forget(void) {
  while (uno_receive(&uno) >= 0) {
  }
}

void install(const struct image *image) {
  const uint16_t crc = crc_of(image->bytes, image->length);
  const uint8_t sum[] = {image->length & 0x7F, (uint8_t)(image->length >> 7), crc & 0x7F, (crc >> 7) & 0x7F,
                         (uint8_t)(crc >> 14)};
  ask(MESSAGE_BEGIN, 1, sum, 2);
  for (uint16_t at = 0; at < image->length; at = (uint16_t)(at + 28)) {
    uint8_t write[58] = {at & 0x7F, (uint8_t)(at >> 7)};
    int count = 0;
    for (; count < 28 && at + count < image->length; count++) {
      write[2 + 2 * count] = image->bytes[at + count] & 0x7F;
      write[3 + 2 * count] = image->bytes[at + count] >> 7;
    }
    ask(MESSAGE_WRITE, 2, write, 2 + 2 * count);
  }
  ask(MESSAGE_CHECK, 3, sum, 5);
  ask(MESSAGE_COMMIT, 4, sum + 2, 3);
}
