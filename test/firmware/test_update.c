#include <string.h>

#include "fake_board.h"
#include "host.h"
#include "reply.h"

static struct packet describe(void) {
  send_message(MESSAGE_DESCRIBE, 9, 0, 0);
  return expect(MESSAGE_DESCRIBE, 9);
}

static uint8_t active_slot(void) {
  return describe().payload[12];
}

static uint16_t sequence(void) {
  return get16(describe().payload + 14);
}

static void updates_in_turn(void) {
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  CHECK(active_slot() == 0x7F);
  const uint8_t stream[] = {2 << 3, 1};
  send_message(MESSAGE_STREAM, 0, stream, 2);
  expect_error(MESSAGE_STREAM, 0, ERROR_NO_NETWORK);
  for (int turn = 0; turn < 5; turn++) {
    struct net net = random_net(2, 3, 1, true);
    const struct image image = image_of(&net, "adder");
    install(&image);
    for (int again = 0; again < 2; again++) {
      CHECK(active_slot() == turn % 2);
      CHECK(sequence() == turn + 1);
      const struct packet d = describe();
      CHECK(get14(d.payload + 17) == image.length && get16(d.payload + 19) == crc_of(image.bytes, image.length));
      CHECK(d.length == 44 + 5 && memcmp(d.payload + 44, "adder", 5) == 0);
      CHECK(get8(d.payload + 28) == 0x01 && get8(d.payload + 30) == 0x82);
      boot();
    }
  }
}

static void numbers_wrap(void) {
  struct net net = random_net(2, 3, 1, true);
  const struct image image = image_of(&net, "adder");
  // Bring slot 1 to 65535 by hand, then go on.
  install(&image);
  uint8_t header[SLOT_HEADER];
  const uint8_t slot = active_slot();
  struct slot values = {0xFFFF, image.length, crc_of(image.bytes, image.length)};
  slot_header(&values, header);
  memcpy(fake.eeprom + slot * SLOT_SIZE, header, SLOT_HEADER);
  fake.eeprom[(1 - slot) * SLOT_SIZE] = 0xFF;
  boot();
  CHECK(sequence() == 0xFFFF);
  for (uint16_t expected = 0; expected < 3; expected++) {
    install(&image);
    boot();
    CHECK(sequence() == expected);
  }
}

static void refuses_what_is_out_of_turn(void) {
  struct net net = random_net(2, 3, 1, true);
  const struct image image = image_of(&net, "adder");
  const uint16_t crc = crc_of(image.bytes, image.length);
  const uint8_t length[] = {image.length & 0x7F, (uint8_t)(image.length >> 7)};
  const uint8_t sum[] = {length[0], length[1], crc & 0x7F, (crc >> 7) & 0x7F, (uint8_t)(crc >> 14)};
  const uint8_t write[] = {0, 0, 1, 0};
  boot();
  send_message(MESSAGE_WRITE, 1, write, 4);
  expect_error(MESSAGE_WRITE, 1, ERROR_NOT_BEGUN);
  send_message(MESSAGE_CHECK, 1, sum, 5);
  expect_error(MESSAGE_CHECK, 1, ERROR_NOT_BEGUN);
  const uint8_t other[] = {1, 2, 3};
  send_message(MESSAGE_COMMIT, 1, other, 3);
  expect_error(MESSAGE_COMMIT, 1, ERROR_NOT_BEGUN);
  send_message(MESSAGE_BEGIN, 1, length, 2);
  expect(MESSAGE_BEGIN, 1);
  send_message(MESSAGE_COMMIT, 1, sum + 2, 3);
  expect_error(MESSAGE_COMMIT, 1, ERROR_NOT_CHECKED);
  send_message(MESSAGE_CHECK, 1, sum, 5);
  expect_error(MESSAGE_CHECK, 1, ERROR_IMAGE_CRC);
  const uint8_t beyond[] = {length[0], length[1], 1, 0};
  send_message(MESSAGE_WRITE, 1, beyond, 4);
  expect_error(MESSAGE_WRITE, 1, ERROR_VALUE);
  const uint8_t long_image[] = {503 & 0x7F, 503 >> 7};
  send_message(MESSAGE_BEGIN, 1, long_image, 2);
  expect_error(MESSAGE_BEGIN, 1, ERROR_VALUE);
  for (uint8_t size = 0; size < 60; size++) {
    const uint8_t zeros[60] = {0};
    if (size != 4 && size != 5 && size != 3 && size != 2) {
      send_message(MESSAGE_BEGIN, 2, zeros, size);
      CHECK(expect_error(MESSAGE_BEGIN, 2, ERROR_LENGTH) == size);
      send_message(MESSAGE_CHECK, 2, zeros, size);
      expect_error(MESSAGE_CHECK, 2, ERROR_LENGTH);
      send_message(MESSAGE_READ, 2, zeros, size);
      expect_error(MESSAGE_READ, 2, ERROR_LENGTH);
    }
  }
  // A message while a byte is being written.
  uint8_t begin[] = {0xF0, MESSAGE_BEGIN, 5, length[0], length[1], 0, 0, 0, 0, 0xF7};
  check_of(begin + 1, 4, begin + 5);
  feed(begin, sizeof begin);
  feed(begin, sizeof begin);
  expect_error(MESSAGE_BEGIN, 5, ERROR_BUSY);
  settle();
  expect(MESSAGE_BEGIN, 5);
}

static void refuses_images_that_are_no_networks(void) {
  struct net net = random_net(2, 3, 1, true);
  memset(net.input_weights, 0, sizeof net.input_weights);
  net.state_bias[0] = net.recurrent[0] = net.recurrent[3] = 127;
  const struct image image = image_of(&net, "adder");
  const uint16_t crc = crc_of(image.bytes, image.length);
  const uint8_t sum[] = {image.length & 0x7F, (uint8_t)(image.length >> 7), crc & 0x7F, (crc >> 7) & 0x7F,
                         (uint8_t)(crc >> 14)};
  boot();
  const uint8_t before = active_slot();
  send_message(MESSAGE_BEGIN, 1, sum, 2);
  expect(MESSAGE_BEGIN, 1);
  for (uint16_t at = 0; at < image.length; at++) {
    const uint8_t write[] = {at & 0x7F, (uint8_t)(at >> 7), image.bytes[at] & 0x7F, image.bytes[at] >> 7};
    send_message(MESSAGE_WRITE, 2, write, 4);
    expect(MESSAGE_WRITE, 2);
  }
  send_message(MESSAGE_CHECK, 3, sum, 5);
  CHECK(expect_error(MESSAGE_CHECK, 3, ERROR_ROW_RULE) == 0);
  send_message(MESSAGE_COMMIT, 3, sum + 2, 3);
  expect_error(MESSAGE_COMMIT, 3, ERROR_NOT_CHECKED);
  const uint8_t candidate[] = {1, 0, 0, 0, 0, 0, 0, 0};
  send_message(MESSAGE_PROBE, 4, candidate, 8);
  expect_error(MESSAGE_PROBE, 4, ERROR_NOT_CHECKED);
  CHECK(active_slot() == before);
  boot();
  CHECK(active_slot() == before);
}

static void reads_back(void) {
  boot();
  const uint8_t slot = active_slot();
  for (uint16_t offset = 0; offset + 26 <= 512; offset = (uint16_t)(offset + 27)) {
    const uint8_t read[] = {slot, offset & 0x7F, (uint8_t)(offset >> 7), 26};
    send_message(MESSAGE_READ, 7, read, 4);
    const struct packet m = expect(MESSAGE_READ, 7);
    CHECK(m.length == 4 + 52 && memcmp(m.payload, read, 4) == 0);
    for (int i = 0; i < 26; i++) {
      CHECK(get8(m.payload + 4 + 2 * i) == fake.eeprom[512 * slot + offset + i]);
    }
  }
  const uint8_t bad[][4] = {{2, 0, 0, 1}, {0, 0, 0, 0}, {0, 0, 0, 27}, {0, 127, 3, 2}, {0, 0, 4, 1}};
  for (int i = 0; i < 5; i++) {
    send_message(MESSAGE_READ, 7, bad[i], 4);
    expect_error(MESSAGE_READ, 7, ERROR_VALUE);
  }
}

static void erases(void) {
  const struct net net = random_net(2, 3, 1, true);
  const struct image image = image_of(&net, "gone");
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  install(&image);
  install(&image);
  const uint8_t begin[] = {image.length & 0x7F, (uint8_t)(image.length >> 7)};
  const uint16_t crc = crc_of(image.bytes, image.length);
  const uint8_t right[] = {crc & 0x7F, (crc >> 7) & 0x7F, (uint8_t)(crc >> 14)};
  const uint8_t wrong[] = {right[0] ^ 1, right[1], right[2]};
  send_message(MESSAGE_ERASE, 1, right, 3);
  CHECK(expect_error(MESSAGE_ERASE, 1, ERROR_NOT_BEGUN) == 0);
  send_message(MESSAGE_BEGIN, 2, begin, 2);
  expect(MESSAGE_BEGIN, 2);
  send_message(MESSAGE_ERASE, 3, wrong, 3);
  expect_error(MESSAGE_ERASE, 3, ERROR_IMAGE_CRC);
  CHECK(store_active(&app.link.store));
  send_message(MESSAGE_ERASE, 4, right, 2);
  CHECK(expect_error(MESSAGE_ERASE, 4, ERROR_LENGTH) == 2);
  CHECK(app.link.standalone_is_on);
  // Power fails while the marker is written: the network is there, or none is. Never the older one.
  static uint8_t before[FAKE_EEPROM];
  memcpy(before, fake.eeprom, sizeof before);
  bool had = false, lost = false;
  for (int value = 0; value < 256; value++) {
    memcpy(fake.eeprom, before, sizeof before);
    boot();
    send_message(MESSAGE_BEGIN, 2, begin, 2);
    expect(MESSAGE_BEGIN, 2);
    fake.cut_at = fake.writes + 1;
    fake.cut = CUT_TORN;
    fake.torn = (uint8_t)value;
    if (!setjmp(fake.power_off)) {
      send_message(MESSAGE_ERASE, 3, right, 3);
      CHECK(false);
    }
    boot();
    CHECK(app.link.store.active_slot == SLOT_NONE || app.link.store.slot.sequence == 2);
    *(app.link.store.active_slot == SLOT_NONE ? &lost : &had) = true;
  }
  CHECK(had && lost);
  memcpy(fake.eeprom, before, sizeof before);
  boot();
  send_message(MESSAGE_BEGIN, 2, begin, 2);
  expect(MESSAGE_BEGIN, 2);
  for (uint8_t number = 3; number < 5; number++) {
    send_message(MESSAGE_ERASE, number, right, 3);
    const struct packet result = expect(MESSAGE_ERASE, number);
    CHECK(result.length == 4 && result.payload[0] == SLOT_NONE && result.payload[1] == 0);
  }
  CHECK(!store_active(&app.link.store) && !app.link.standalone_is_on);
  const uint8_t step[] = {2 << 3, 0};
  send_message(MESSAGE_STREAM, 5, step, 2);
  expect_error(MESSAGE_STREAM, 5, ERROR_NO_NETWORK);
  boot();
  CHECK(!store_active(&app.link.store));
  install(&image);
  CHECK(app.link.store.active_slot == 0 && app.link.store.slot.sequence == 1);
}

void test_update(void) {
  updates_in_turn();
  numbers_wrap();
  refuses_what_is_out_of_turn();
  refuses_images_that_are_no_networks();
  reads_back();
  erases();
}

// One update cut at write `at`; afterwards the board must run the old or the new image. Returns false when
// the update ended before that write.
static bool cut_update(const uint8_t before[FAKE_EEPROM], const struct image *image, uint32_t at, enum fake_cut cut,
                       uint8_t torn) {
  memcpy(fake.eeprom, before, FAKE_EEPROM);
  boot();
  fake.cut_at = at;
  fake.cut = cut;
  fake.torn = torn;
  if (setjmp(fake.power_off) == 0) {
    install(image);
    return false;
  }
  return true;
}

void test_power_cuts(void) {
  struct net old_net = random_net(1, 1, 1, true), new_net = random_net(1, 2, 1, true);
  old_net.table_bits = new_net.table_bits = 2;  // short images: every byte is written in turn anyway
  const struct image old_image = image_of(&old_net, "old"), new_image = image_of(&new_net, "new");
  const uint16_t old_crc = crc_of(old_image.bytes, old_image.length);
  const uint16_t new_crc = crc_of(new_image.bytes, new_image.length);
  static uint8_t before[FAKE_EEPROM], after_cut[FAKE_EEPROM];
  long cases = 0, kept_old = 0;
  for (int slot = 0; slot < 2; slot++) {
    memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
    boot();
    // With slot 1 active, slot 0 holds an older valid network, and the other way round.
    for (int i = 0; i < 2 + slot; i++) {
      install(&old_image);
    }
    memcpy(before, fake.eeprom, sizeof before);
    for (uint32_t at = 1;; at++) {
      bool reached = false;
      for (int value = -1; value <= 256; value++) {
        const enum fake_cut cut = value < 0 ? CUT_BEFORE : value > 255 ? CUT_AFTER : CUT_TORN;
        reached = cut_update(before, &new_image, at, cut, (uint8_t)value);
        if (!reached) {
          break;
        }
        memcpy(after_cut, fake.eeprom, sizeof after_cut);
        boot();
        const uint16_t crc = app.link.store.slot.image_crc;
        CHECK(app.link.store.active_slot != SLOT_NONE);
        CHECK(crc == old_crc || crc == new_crc);
        kept_old += crc == old_crc;
        cases++;
        // The update is tried again and cut again, at the writes nearest to the ends.
        for (uint32_t second = 1; value % 51 == 0 && second <= 12; second++) {
          const uint32_t writes = (uint32_t)new_image.length + 1 + SLOT_HEADER;
          const uint32_t again = second <= 2 ? second : writes - 12 + second;
          if (!cut_update(after_cut, &new_image, again, CUT_TORN, (uint8_t)random32())) {
            continue;
          }
          boot();
          CHECK(app.link.store.active_slot != SLOT_NONE);
          CHECK(app.link.store.slot.image_crc == old_crc || app.link.store.slot.image_crc == new_crc);
          cases++;
        }
      }
      if (!reached) {
        CHECK(at == (uint32_t)new_image.length + 2 + SLOT_HEADER);
        break;
      }
    }
  }
  CHECK(kept_old > 0 && kept_old < cases);
}
