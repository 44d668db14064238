// libFuzzer on parser, messages and EEPROM code: `make -C firmware fuzz-short`.
//
// The first byte says what the EEPROM holds: a good network, nothing, or the input itself. The rest is a
// list of events: raw bytes on the wire, whole messages with a right check (a fuzzer finds no checksums),
// time, framing errors, and power cuts with a torn byte.
#include <stdlib.h>
#include <string.h>

#include "fake_board.h"
#include "app.h"
#include "networks.h"

enum event { RAW, MESSAGE, TIME, FRAMING, CUT, EVENTS };

struct app app;
static uint8_t good_eeprom[FAKE_EEPROM];

static void power_on(void) {
  fake_power_on();
  memset(&app, 0xA5, sizeof app);
  app_init(&app);
}

static void finish(void) {
  do {
    app_poll(&app);
  } while (app.link.update.id);
}

// As main.c does.
static void take(const uint8_t *bytes, uint8_t count) {
  while (count) {
    uint8_t taken = app_fill(&app, bytes, count);
    if (taken == 0) {
      app_feed(&app, *bytes);
      taken = 1;
    }
    bytes += taken;
    count = (uint8_t)(count - taken);
  }
}

static void message(uint8_t id, const uint8_t *bytes, uint8_t length) {
  uint8_t frame[80] = {0xF0, id};
  for (uint8_t i = 0; i < length; i++) {
    frame[2 + i] = bytes[i] & 0x7F;
  }
  check_of(frame + 1, (uint16_t)(length + 1), frame + 2 + length);
  frame[6 + length] = 0xF7;
  take(frame, (uint8_t)(length + 7));
}

static void must(bool good) {
  if (!good) {
    abort();
  }
}

// What is remembered of the active network is what its cell answers.
static void check_transitions(uint8_t from, uint8_t pair) {
  const struct transitions *known = store_transitions(&app.link.store);
  if (!known) {
    return;
  }
  int8_t state[TRANSITIONS_HIDDEN];
  from = from % known->count;
  memcpy(state, known->states[from], known->hidden);
  const uint8_t output = cell_step(store_active(&app.link.store), state, pair);
  const uint8_t entry = known->next[TRANSITIONS_PAIRS * from + pair];
  must(entry >> 7 == output && memcmp(known->states[(entry & 0x7F) >> 1], state, known->hidden) == 0);
}

// A good network in slot 1, of as many states as can be remembered; an older one in slot 0.
static void make_good_eeprom(void) {
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  for (uint8_t slot = 0; slot < 2; slot++) {
    const struct net net = slot ? delay_net() : random_net(2, 3, 1, true);
    const struct image image = image_of(&net, "fuzz");
    const struct slot header = {(uint16_t)(slot + 7), image.length, crc_of(image.bytes, image.length)};
    slot_header(&header, fake.eeprom + slot_address(slot));
    memcpy(fake.eeprom + slot_image_address(slot), image.bytes, image.length);
  }
  memcpy(good_eeprom, fake.eeprom, sizeof good_eeprom);
}

static void run(const uint8_t *data, size_t size) {
  // Where a power cut lands: the board boots again and the events go on.
  static size_t at;
  at = 1;
  if (setjmp(fake.power_off)) {
    jmp_buf back;
    memcpy(&back, &fake.power_off, sizeof back);
    power_on();
    memcpy(&fake.power_off, &back, sizeof back);
  }
  while (at + 1 < size) {
    const uint8_t event = data[at] % EVENTS, length = data[at + 1] % 63;
    const size_t left = size - at - 2;
    const uint8_t count = (uint8_t)(length < left ? length : left);
    const uint8_t *bytes = data + at + 2;
    const uint8_t id = (uint8_t)(1 + data[at] / EVENTS % 15);
    at += 2u + count;
    switch (event) {
      case RAW:
        take(bytes, count);
        break;
      case MESSAGE:
        message(id, bytes, count > 60 ? 60 : count);
        break;
      case TIME:
        fake.millis = (uint16_t)(fake.millis + 16 * length);
        while (!app_may_sleep(&app)) {
          app_poll(&app);
        }
        break;
      case FRAMING:
        app_framing_error(&app);
        break;
      default:
        fake.cut_at = fake.writes + 1 + length;
        fake.cut = (enum fake_cut)(id % 3);
        fake.torn = count ? bytes[0] : 0xA6;
    }
    if (event != RAW || length % 2) {
      finish();
    }
    check_transitions((uint8_t)data[at - 1], id & 3);
    uint8_t output;
    standalone_look(&app.standalone, (uint8_t)(data[at - 1]), &output);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!good_eeprom[0]) {
    make_good_eeprom();
  }
  if (size < 2) {
    return 0;
  }
  const uint8_t content = data[0] % 3;
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  if (content == 0) {
    memcpy(fake.eeprom, good_eeprom, sizeof fake.eeprom);
  } else if (content == 1) {
    memcpy(fake.eeprom, data + 1, size - 1 < FAKE_EEPROM ? size - 1 : FAKE_EEPROM);
  }
  power_on();
  const bool had_network = app.link.store.active_slot != SLOT_NONE;
  must(content != 0 || had_network);
  run(data, size);
  // Whatever came: a network that was there is there, and the next whole message is understood.
  power_on();
  must(!had_network || app.link.store.active_slot != SLOT_NONE);
  fake.sent_length = 0;
  app_feed(&app, 0xF7);
  message(0x01, (const uint8_t *)"\x05", 1);
  must(fake.sent_length > 40 && fake.sent[1] == 0x01 && fake.sent[2] == 5);
  return 0;
}
