#include "update.h"

#include "board.h"
#include "reply.h"

static void begin(struct update *update, const struct store *store, uint8_t number, const uint8_t payload[]);
static void write(struct update *update, uint8_t number, const uint8_t payload[], uint8_t length);
static void read(uint8_t number, const uint8_t payload[]);
static void check(struct update *update, struct store *store, uint8_t number, const uint8_t payload[]);
static void commit(struct update *update, const struct store *store, uint8_t number, const uint8_t payload[]);
static void erase(struct update *update, const struct store *store, uint8_t number, const uint8_t payload[]);
static void start_job(struct update *update, uint8_t id, uint8_t number, uint16_t address, uint8_t count);
static void finish_job(struct update *update);
static void reply_slot(uint8_t id, uint8_t number, uint8_t slot, uint16_t sequence);

void update_init(struct update *update) {
  update->phase = UPDATE_NONE;
  update->id = 0;
}

void update_message(struct update *update, struct store *store, uint8_t id, uint8_t number,
                    const uint8_t payload[], uint8_t length) {
  if (update->id) {
    reply_error(id, number, ERROR_BUSY, 0);
    return;
  }
  const bool fits = id == MESSAGE_BEGIN    ? length == 2
                    : id == MESSAGE_WRITE  ? length >= 4 && length <= 2 + 2 * MESSAGES_MAX_WRITE && length % 2 == 0
                    : id == MESSAGE_READ   ? length == 4
                    : id == MESSAGE_CHECK  ? length == 5
                                           : length == 3;
  if (!fits) {
    reply_error(id, number, ERROR_LENGTH, length);
    return;
  }
  if (id == MESSAGE_BEGIN) {
    begin(update, store, number, payload);
  } else if (id == MESSAGE_READ) {
    read(number, payload);
  } else if (id == MESSAGE_COMMIT) {
    commit(update, store, number, payload);
  } else if (id == MESSAGE_ERASE) {
    erase(update, store, number, payload);
  } else if (update->phase == UPDATE_NONE) {
    reply_error(id, number, ERROR_NOT_BEGUN, 0);
  } else if (id == MESSAGE_WRITE) {
    write(update, number, payload, length);
  } else {
    check(update, store, number, payload);
  }
}

static void begin(struct update *update, const struct store *store, uint8_t number, const uint8_t payload[]) {
  const uint16_t length = get14(payload);
  if (length < IMAGE_HEADER || length > MAX_IMAGE_BYTES + WIRING_BYTES) {
    reply_error(MESSAGE_BEGIN, number, ERROR_VALUE, 0);
    return;
  }
  update->phase = UPDATE_BEGUN;
  update->slot = slot_spare(store->active_slot);
  update->header.length = length;
  update->header.sequence = (uint16_t)(store->slot.sequence + 1u);
  // The old content must be invalid before a byte of it changes.
  update->bytes[0] = SLOT_MARKER_INVALID;
  start_job(update, MESSAGE_BEGIN, number, slot_address(update->slot), 1);
}

static void write(struct update *update, uint8_t number, const uint8_t payload[], uint8_t length) {
  const uint16_t offset = get14(payload);
  const uint8_t count = (uint8_t)((length - 2) / 2);
  if (offset + count > update->header.length) {
    reply_error(MESSAGE_WRITE, number, ERROR_VALUE, 0);
    return;
  }
  for (uint8_t i = 0; i < count; i++) {
    update->bytes[i] = get8(payload + 2 + 2 * i);
  }
  update->phase = UPDATE_BEGUN;
  start_job(update, MESSAGE_WRITE, number, (uint16_t)(slot_image_address(update->slot) + offset), count);
}

static void read(uint8_t number, const uint8_t payload[]) {
  const uint8_t slot = payload[0], count = payload[3];
  const uint16_t offset = get14(payload + 1);
  if (slot >= SLOT_COUNT || count < 1 || count > MESSAGES_MAX_READ || offset + count > SLOT_SIZE) {
    reply_error(MESSAGE_READ, number, ERROR_VALUE, slot >= SLOT_COUNT ? 0 : 1);
    return;
  }
  struct reply reply;
  reply_begin(&reply, MESSAGE_READ, number);
  for (uint8_t i = 0; i < 4; i++) {
    reply_put7(&reply, payload[i]);
  }
  for (uint8_t i = 0; i < count; i++) {
    reply_put8(&reply, board_eeprom_read((uint16_t)(slot_address(slot) + offset + i)));
  }
  reply_end(&reply);
}

static void check(struct update *update, struct store *store, uint8_t number, const uint8_t payload[]) {
  const uint16_t length = get14(payload), crc = get16(payload + 2);
  update->phase = UPDATE_BEGUN;
  if (length != update->header.length) {
    reply_error(MESSAGE_CHECK, number, ERROR_VALUE, 0);
    return;
  }
  if (slot_crc(slot_image_address(update->slot), length) != crc) {
    reply_error(MESSAGE_CHECK, number, ERROR_IMAGE_CRC, 0);
    return;
  }
  const struct image_result result = store_load_candidate(store, update->slot, length);
  if (result.fault != IMAGE_GOOD) {
    reply_error(MESSAGE_CHECK, number, (enum error)(ERROR_IMAGE_FORMAT - IMAGE_BAD_FORMAT + result.fault), result.at);
    return;
  }
  update->header.image_crc = crc;
  update->phase = UPDATE_CHECKED;
  reply_slot(MESSAGE_CHECK, number, update->slot, update->header.sequence);
}

static void commit(struct update *update, const struct store *store, uint8_t number, const uint8_t payload[]) {
  const uint16_t crc = get16(payload);
  if (update->phase == UPDATE_NONE && store->active_slot != SLOT_NONE && store->slot.image_crc == crc) {
    // Committed already: the reply was lost on its way.
    reply_slot(MESSAGE_COMMIT, number, store->active_slot, store->slot.sequence);
    return;
  }
  if (update->phase == UPDATE_NONE) {
    reply_error(MESSAGE_COMMIT, number, ERROR_NOT_BEGUN, 0);
    return;
  }
  if (update->phase != UPDATE_CHECKED || update->header.image_crc != crc) {
    reply_error(MESSAGE_COMMIT, number, ERROR_NOT_CHECKED, 0);
    return;
  }
  // The job writes from the last byte down to the first, so the marker is the very last.
  slot_header(&update->header, update->bytes);
  start_job(update, MESSAGE_COMMIT, number, slot_address(update->slot), SLOT_HEADER);
}

// The older of two networks must not come back, so a begin has to invalidate the spare slot first.
static void erase(struct update *update, const struct store *store, uint8_t number, const uint8_t payload[]) {
  if (store->active_slot == SLOT_NONE) {
    // Erased already: the reply was lost on its way.
    reply_slot(MESSAGE_ERASE, number, SLOT_NONE, 0);
  } else if (update->phase == UPDATE_NONE) {
    reply_error(MESSAGE_ERASE, number, ERROR_NOT_BEGUN, 0);
  } else if (store->slot.image_crc != get16(payload)) {
    reply_error(MESSAGE_ERASE, number, ERROR_IMAGE_CRC, 0);
  } else {
    update->slot = store->active_slot;
    update->bytes[0] = SLOT_MARKER_INVALID;
    start_job(update, MESSAGE_ERASE, number, slot_address(update->slot), 1);
  }
}

static void start_job(struct update *update, uint8_t id, uint8_t number, uint16_t address, uint8_t count) {
  update->id = id;
  update->number = number;
  update->address = address;
  update->left = update->count = count;
  update->unverified = false;
}

bool update_poll(struct update *update) {
  if (!update->id || board_eeprom_busy()) {
    return false;
  }
  const uint16_t at = (uint16_t)(update->address + update->left);
  if (update->unverified && board_eeprom_read(at) != update->bytes[update->left]) {
    update->phase = UPDATE_NONE;
    reply_error(update->id, update->number, ERROR_EEPROM, (uint16_t)(at - slot_address(update->slot)));
    update->id = 0;
    return false;
  }
  if (update->left) {
    update->left--;
    board_eeprom_write((uint16_t)(at - 1u), update->bytes[update->left]);
    update->unverified = true;
    return false;
  }
  if (update->id == MESSAGE_COMMIT || update->id == MESSAGE_ERASE) {
    return true;
  }
  finish_job(update);
  return false;
}

void update_switch(struct update *update, struct store *store) {
  if (update->id == MESSAGE_ERASE) {
    update->slot = SLOT_NONE;
    update->header.sequence = 0;
    store_forget(store);
  } else {
    store_switch(store, update->slot, &update->header);
  }
  update->phase = UPDATE_NONE;
  finish_job(update);
}

static void finish_job(struct update *update) {
  if (update->id == MESSAGE_WRITE) {
    struct reply reply;
    reply_begin(&reply, MESSAGE_WRITE, update->number);
    reply_put14(&reply, (uint16_t)(update->address - slot_image_address(update->slot)));
    reply_put7(&reply, update->count);
    reply_end(&reply);
  } else {
    reply_slot(update->id, update->number, update->slot, update->header.sequence);
  }
  update->id = 0;
}

static void reply_slot(uint8_t id, uint8_t number, uint8_t slot, uint16_t sequence) {
  struct reply reply;
  reply_begin(&reply, id, number);
  reply_put7(&reply, slot);
  reply_put16(&reply, sequence);
  reply_end(&reply);
}
