#include "link.h"

#include <string.h>

#include "board.h"
#include "check.h"
#include "reply.h"
#include "version.h"

enum { OVERHEAD = 2 + CHECK_LENGTH };  // id and number before the payload, the check after it

static void describe(const struct link *link, uint8_t number);
static void reset(struct link *link, uint8_t number);
static void probe(const struct link *link, uint8_t number, uint8_t payload[], uint8_t length);
static bool read_state(const struct cell_network *network, uint8_t *bytes);

void link_init(struct link *link) {
  store_boot(&link->store);
  link->stream.state = store_state(&link->store, STORE_STREAM);
  stream_reset(&link->stream, store_active(&link->store));
  update_init(&link->update);
  baud_init(&link->baud);
}

void link_sysex(struct link *link, uint8_t bytes[], uint8_t length, bool whole) {
  const uint8_t id = bytes[0], number = length > 1 ? bytes[1] : 0;
  if (!whole || length < OVERHEAD) {
    reply_error(length > 1 ? id : 0, number, ERROR_DAMAGED, 0);
    return;
  }
  struct check check;
  uint8_t expected[CHECK_LENGTH];
  check_start(&check);
  check_over(&check, bytes, (uint8_t)(length - CHECK_LENGTH));
  check_bytes(&check, expected);
  if (memcmp(expected, bytes + length - CHECK_LENGTH, CHECK_LENGTH) != 0) {
    reply_error(id, number, ERROR_DAMAGED, 0);
    return;
  }
  baud_good_message(&link->baud);
  uint8_t *payload = bytes + 2;
  const uint8_t size = (uint8_t)(length - OVERHEAD);
  switch (id) {
    case MESSAGE_STREAM:
      stream_message(&link->stream, store_active(&link->store), store_transitions(&link->store), number, payload,
                     size, check.crc);
      break;
    case MESSAGE_PROBE:
      probe(link, number, payload, size);
      break;
    case MESSAGE_BEGIN:
    case MESSAGE_WRITE:
    case MESSAGE_READ:
    case MESSAGE_CHECK:
    case MESSAGE_COMMIT:
    case MESSAGE_ERASE:
      update_message(&link->update, &link->store, id, number, payload, size);
      break;
    case MESSAGE_BAUD:
      baud_message(&link->baud, number, payload, size);
      break;
    case MESSAGE_DESCRIBE:
    case MESSAGE_RESET:
      if (size != 0) {
        reply_error(id, number, ERROR_LENGTH, size);
      } else if (id == MESSAGE_RESET) {
        reset(link, number);
      } else {
        describe(link, number);
      }
      break;
    default:
      reply_error(id, number, ERROR_UNKNOWN, 0);
  }
}

bool link_poll(struct link *link) {
  baud_poll(&link->baud);
  if (!update_poll(&link->update)) {
    // Never in the poll that switches: until the caller has switched, the stand-alone adder runs the old network.
    if (link->update.phase != UPDATE_CHECKED) {
      store_explore(&link->store);
    }
    return false;
  }
  update_switch(&link->update, &link->store);
  stream_reset(&link->stream, store_active(&link->store));
  return true;
}

bool link_may_sleep(const struct link *link) {
  return (!link->update.id || board_eeprom_busy()) && link->store.transitions != TRANSITIONS_EXPLORING;
}

static void reset(struct link *link, uint8_t number) {
  stream_reset(&link->stream, store_active(&link->store));
  struct reply reply;
  reply_begin(&reply, MESSAGE_RESET, number);
  reply_end(&reply);
}

static void describe(const struct link *link, uint8_t number) {
  const struct store *store = &link->store;
  const struct cell_network *network = store_active(store);
  const uint16_t image = slot_image_address(store->active_slot);
  const uint8_t flags = (uint8_t)((network && network->is_adder ? 1 : 0) | (link->standalone_is_on ? 2 : 0) |
                                  (link->update.phase != UPDATE_NONE ? 4 : 0) |
                                  (link->update.phase == UPDATE_CHECKED ? 8 : 0) |
                                  (network && network->has_electronic_clock ? 16 : 0) |
                                  (network && network->has_pull_ups ? 32 : 0) |
                                  (network && network->has_chosen_pins ? 64 : 0));
  struct reply reply;
  reply_begin(&reply, MESSAGE_DESCRIBE, number);
  reply_put7(&reply, MESSAGES_VERSION);
  reply_put7(&reply, FIRMWARE_MAJOR);
  reply_put7(&reply, FIRMWARE_MINOR);
  reply_put7(&reply, FIRMWARE_PATCH);
  reply_put7(&reply, CELL_MAX_INPUTS);
  reply_put7(&reply, CELL_MAX_HIDDEN);
  reply_put7(&reply, CELL_MAX_OUTPUTS);
  reply_put7(&reply, STREAM_WINDOW);
  reply_put14(&reply, BOARD_RECEIVE_RING);
  reply_put14(&reply, MAX_IMAGE_BYTES);
  reply_put7(&reply, store->active_slot);
  reply_put7(&reply, flags);
  reply_put16(&reply, store->slot.sequence);
  reply_put14(&reply, store->slot.length);
  reply_put16(&reply, store->slot.image_crc);
  reply_put7(&reply, network ? network->inputs : 0);
  reply_put7(&reply, network ? network->hidden : 0);
  reply_put7(&reply, network ? network->outputs : 0);
  reply_put7(&reply, network ? network->state_bits : 0);
  reply_put7(&reply, network ? network->table_bits : 0);
  reply_put7(&reply, network ? network->index_shift : 0);
  for (uint8_t i = 0; i < IMAGE_DIGEST_LENGTH; i++) {
    reply_put8(&reply, network ? board_eeprom_read((uint16_t)(image + IMAGE_DIGEST + i)) : 0);
  }
  for (uint8_t i = 0; network && i < IMAGE_NAME_LENGTH; i++) {
    const uint8_t character = board_eeprom_read((uint16_t)(image + IMAGE_NAME + i));
    if (character == 0) {
      break;
    }
    reply_put7(&reply, character & 0x7Fu);
  }
  reply_end(&reply);
}

static void probe(const struct link *link, uint8_t number, uint8_t payload[], uint8_t length) {
  if (length < 1) {
    reply_error(MESSAGE_PROBE, number, ERROR_LENGTH, length);
    return;
  }
  const bool candidate = payload[0] == 1;
  if (payload[0] > 1) {
    reply_error(MESSAGE_PROBE, number, ERROR_VALUE, 0);
    return;
  }
  if (candidate && link->update.phase != UPDATE_CHECKED) {
    reply_error(MESSAGE_PROBE, number, ERROR_NOT_CHECKED, 0);
    return;
  }
  const struct cell_network *network = candidate ? store_candidate(&link->store) : store_active(&link->store);
  if (!network) {
    reply_error(MESSAGE_PROBE, number, ERROR_NO_NETWORK, 0);
    return;
  }
  const uint8_t record = (uint8_t)(2 * network->hidden + 1);
  if (length == 1 || (length - 1) % record != 0) {
    reply_error(MESSAGE_PROBE, number, ERROR_LENGTH, length);
    return;
  }
  // Refused as a whole before the answer begins. The states are read in their place: the stack has no room for one.
  for (uint8_t at = 1; at < length; at = (uint8_t)(at + record)) {
    if (!read_state(network, payload + at) || payload[at + record - 1] >> network->inputs) {
      reply_error(MESSAGE_PROBE, number, ERROR_VALUE, at);
      return;
    }
  }
  struct reply reply;
  reply_begin(&reply, MESSAGE_PROBE, number);
  reply_put7(&reply, payload[0]);
  for (uint8_t at = 1; at < length; at = (uint8_t)(at + record)) {
    int8_t *state = (int8_t *)payload + at;
    const uint8_t output = cell_step(network, state, payload[at + record - 1]);
    for (uint8_t j = 0; j < network->hidden; j++) {
      reply_put8(&reply, (uint8_t)state[j]);
    }
    reply_put7(&reply, output);
  }
  reply_end(&reply);
}

// Puts the state where its first half was.
static bool read_state(const struct cell_network *network, uint8_t *bytes) {
  const int8_t highest = (int8_t)((1 << (network->state_bits - 1)) - 1);
  for (uint8_t j = 0; j < network->hidden; j++) {
    const int8_t value = (int8_t)get8(bytes + 2 * j);
    if (value > highest || value < -highest - 1) {
      return false;
    }
    bytes[j] = (uint8_t)value;
  }
  return true;
}
