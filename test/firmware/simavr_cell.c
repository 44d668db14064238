// The firmware's cell on simavr, through probe messages, for tests that compare it with others.
//
//   simavr_cell HEX < bytes > bytes
//
// Reads and writes what host_cell.c does, one job or several.
#include <simavr/avr_eeprom.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "networks.h"
#include "reply.h"
#include "simavr_uno.h"
#include "slots.h"

enum { BOOT = 16000 * 20, TIMEOUT_CYCLES = 16000 * 100, FASTEST = 10000, CONFIRM = 1 };

static struct uno uno;

static void fail(const char *what) {
  fprintf(stderr, "simavr_cell: %s (cycle %llu)\n", what, (unsigned long long)uno.avr->cycle);
  exit(1);
}

static void must_read(void *into, size_t length) {
  if (fread(into, 1, length, stdin) != length) {
    fail("the input ends within a job");
  }
}

// Sends a message and receives its answer's payload, `length` bytes; the number is 1.
static void ask(uint8_t id, const uint8_t *payload, int length, uint8_t *result) {
  uint8_t bytes[80] = {0xF0, id, 1};
  memcpy(bytes + 3, payload, (size_t)length);
  check_of(bytes + 1, (uint16_t)(length + 2), bytes + 3 + length);
  bytes[7 + length] = 0xF7;
  uno_send(&uno, bytes, (uint32_t)length + 8);
  int count = 0;
  for (const uint64_t end = uno.avr->cycle + TIMEOUT_CYCLES; count < length + 8;) {
    const int byte = uno_receive(&uno);
    if (byte >= 0) {
      bytes[count++] = (uint8_t)byte;
    } else if (uno.avr->cycle > end || !uno_step(&uno)) {
      fail("no answer");
    }
  }
  uint8_t check[4];
  check_of(bytes + 1, (uint16_t)(length + 2), check);
  if (bytes[0] != 0xF0 || bytes[1] != id || memcmp(check, bytes + 3 + length, 4) != 0) {
    fail("a refusal");
  }
  memcpy(result, bytes + 3, (size_t)length);
}

static void boot(const char *hex, const uint8_t *image, uint16_t length) {
  uno_start(&uno, hex);
  uint8_t eeprom[SLOT_SIZE] = {SLOT_MARKER_VALID, SLOT_LAYOUT, 1, 0, (uint8_t)length, (uint8_t)(length >> 8)};
  const uint16_t crc = crc_of(image, length);
  eeprom[SLOT_IMAGE_CRC_AT] = (uint8_t)crc;
  eeprom[SLOT_IMAGE_CRC_AT + 1] = (uint8_t)(crc >> 8);
  const uint16_t header = crc_of(eeprom + 1, 7);
  eeprom[8] = (uint8_t)header;
  eeprom[9] = (uint8_t)(header >> 8);
  memcpy(eeprom + SLOT_HEADER, image, length);
  avr_eeprom_desc_t memory = {.ee = eeprom, .offset = 0, .size = sizeof eeprom};
  avr_ioctl(uno.avr, AVR_IOCTL_EEPROM_SET, &memory);
  uno_run(&uno, BOOT);
  while (uno_receive(&uno) >= 0) {
  }
  const uint8_t propose[] = {0, FASTEST & 0x7F, (FASTEST >> 7) & 0x7F, FASTEST >> 14}, confirm[] = {CONFIRM};
  uint8_t result[60];
  ask(MESSAGE_BAUD, propose, sizeof propose, result);
  // The confirmation's answer has the rate besides.
  uint8_t bytes[12] = {0xF0, MESSAGE_BAUD, 1, confirm[0]};
  check_of(bytes + 1, 3, bytes + 4);
  bytes[8] = 0xF7;
  uno_run(&uno, BOOT);
  uno_send(&uno, bytes, 9);
  uno_run(&uno, BOOT);
  while (uno_receive(&uno) >= 0) {
  }
}

static void job(const char *hex, uint16_t length) {
  uint8_t image[MAX_SLOT_IMAGE_BYTES], bytes[4];
  if (length > sizeof image) {
    fail("an image longer than a slot");
  }
  must_read(image, length);
  boot(hex, image, length);
  must_read(bytes, 4);
  const int hidden = image[2], record = 2 * hidden + 1, max = 58 / record;
  uint32_t left = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
  while (left) {
    const int count = left < (uint32_t)max ? (int)left : max;
    uint8_t payload[60] = {0}, in[NET_HIDDEN + 1];
    for (int r = 0; r < count; r++) {
      uint8_t *at = payload + 1 + record * r;
      must_read(in, (size_t)hidden + 1);
      for (int j = 0; j < hidden; j++) {
        at[2 * j] = in[j] & 0x7F;
        at[2 * j + 1] = in[j] >> 7;
      }
      at[2 * hidden] = in[hidden];
    }
    ask(MESSAGE_PROBE, payload, 1 + record * count, payload);
    for (int r = 0; r < count; r++) {
      const uint8_t *at = payload + 1 + record * r;
      for (int j = 0; j < hidden; j++) {
        putchar(at[2 * j] | at[2 * j + 1] << 7);
      }
      putchar(at[2 * hidden]);
    }
    left -= (uint32_t)count;
  }
  avr_terminate(uno.avr);
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: simavr_cell HEX\n");
    return 2;
  }
  for (int low; (low = getchar()) != EOF;) {
    const int high = getchar();
    if (high == EOF) {
      fail("half a length");
    }
    job(argv[1], (uint16_t)(low | high << 8));
  }
  return fflush(stdout) != 0;
}
