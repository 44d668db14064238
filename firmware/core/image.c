#include "image.h"

#include <stdbool.h>

#include "board.h"

struct reader {
  uint16_t start, at;
};

static uint8_t next(struct reader *reader);
static bool read_signed(struct reader *reader, int8_t *into, uint16_t count, uint8_t bits);
static bool row_fits(const int8_t *weight, uint8_t count, uint8_t apart, uint16_t limit);
static uint8_t magnitude(int8_t value);
static struct image_result result(enum image_fault fault, uint16_t at);
static struct image_result row_rule(const struct cell_network *network);

struct image_result image_load(struct cell_network *network, uint16_t address, uint16_t length) {
  struct reader reader = {address, 0};
  const uint8_t format = next(&reader);
  if (length < IMAGE_HEADER || format < IMAGE_FORMAT_SMALL || format > IMAGE_FORMAT_LARGE) {
    return result(IMAGE_BAD_FORMAT, 0);
  }
  const uint8_t inputs = next(&reader), hidden = next(&reader), outputs = next(&reader);
  const uint8_t weight_bits = next(&reader), state_bits = next(&reader);
  const uint8_t table_bits = next(&reader), index_shift = next(&reader);
  const int8_t fraction_bits = (int8_t)next(&reader);
  const uint8_t pins = next(&reader);
  if (inputs < 1 || inputs > CELL_MAX_INPUTS) {
    return result(IMAGE_BAD_LIMITS, 1);
  }
  if (format == IMAGE_FORMAT_SMALL ? hidden < 1 || hidden > IMAGE_SMALL
                                   : hidden <= IMAGE_SMALL || hidden > CELL_MAX_HIDDEN) {
    return result(IMAGE_BAD_LIMITS, 2);
  }
  if (outputs < 1 || outputs > CELL_MAX_OUTPUTS) {
    return result(IMAGE_BAD_LIMITS, 3);
  }
  if (weight_bits < 2 || weight_bits > 8) {
    return result(IMAGE_BAD_LIMITS, 4);
  }
  if (state_bits < 1 || state_bits > 8) {
    return result(IMAGE_BAD_LIMITS, 5);
  }
  if (table_bits < 1 || table_bits > 8) {
    return result(IMAGE_BAD_LIMITS, 6);
  }
  if (index_shift > 15) {
    return result(IMAGE_BAD_LIMITS, 7);
  }
  if (fraction_bits < -8 || fraction_bits > 15) {
    return result(IMAGE_BAD_LIMITS, 8);
  }
  if (pins & ~(IMAGE_ELECTRONIC_CLOCK | IMAGE_PULL_UPS | IMAGE_CHOSEN_PINS)) {
    return result(IMAGE_BAD_FORMAT, 9);
  }
  bool ended = false;
  for (uint8_t i = 0; i < IMAGE_NAME_LENGTH; i++) {
    const uint8_t character = next(&reader);
    // Printable ASCII, then zeros: the name travels in 7-bit bytes.
    if (ended ? character != 0 : (character != 0 && (character < 0x20 || character > 0x7E))) {
      return result(IMAGE_BAD_FORMAT, (uint16_t)(IMAGE_NAME + i));
    }
    ended = character == 0;
  }
  reader.at = IMAGE_HEADER;
  const uint16_t entries = (uint16_t)(1u << table_bits);
  const uint16_t count = cell_count(inputs, hidden, outputs);
  const uint16_t end = (uint16_t)(IMAGE_HEADER + count + entries);
  if (length != end + (pins & IMAGE_CHOSEN_PINS ? WIRING_BYTES : 0)) {
    return result(IMAGE_BAD_FORMAT, length);
  }
  if (end > MAX_IMAGE_BYTES) {
    return result(IMAGE_BAD_LIMITS, length);
  }
  network->inputs = inputs;
  network->hidden = hidden;
  network->outputs = outputs;
  network->state_bits = state_bits;
  network->table_bits = table_bits;
  network->index_shift = index_shift;
  network->has_electronic_clock = pins & IMAGE_ELECTRONIC_CLOCK;
  network->has_pull_ups = pins & IMAGE_PULL_UPS;
  network->has_chosen_pins = pins & IMAGE_CHOSEN_PINS;
  struct wiring wiring;
  const uint8_t role = wiring_read(&wiring, network, (uint16_t)(address + end));
  if (role != WIRING_ROLES) {
    return result(IMAGE_BAD_FORMAT, (uint16_t)(end + role / 2));
  }
  network->first = cell_first(network);
  int8_t *constants = network->constants + network->first;
  if (!read_signed(&reader, constants, hidden, state_bits) ||
      !read_signed(&reader, constants + hidden, (uint16_t)(count - hidden), weight_bits) ||
      !read_signed(&reader, network->constants, entries, state_bits)) {
    return result(IMAGE_BAD_VALUE, (uint16_t)(reader.at - 1));
  }
  const struct image_result rule = row_rule(network);
  if (rule.fault == IMAGE_GOOD) {
    cell_prepare(network);
  }
  return rule;
}

static struct image_result row_rule(const struct cell_network *network) {
  const uint8_t hidden = network->hidden, outputs = network->outputs;
  const uint8_t rows = (uint8_t)(network->inputs + 1 + hidden);
  const uint16_t limit = (uint16_t)(32767u >> (network->state_bits - 1));
  const int8_t *weights = network->constants + network->first + hidden;
  for (uint8_t j = 0; j < hidden; j++) {
    if (!row_fits(weights + j, rows, hidden, limit)) {
      return result(IMAGE_BREAKS_ROW_RULE, j);
    }
  }
  weights += rows * hidden;
  for (uint8_t o = 0; o < outputs; o++) {
    if (!row_fits(weights + o, (uint8_t)(hidden + 1), outputs, limit)) {
      return result(IMAGE_BREAKS_ROW_RULE, (uint16_t)(hidden + o));
    }
  }
  return result(IMAGE_GOOD, 0);
}

// Of `count` weights that lie `apart`.
static bool row_fits(const int8_t *weight, uint8_t count, uint8_t apart, uint16_t limit) {
  uint16_t sum = 0;
  while (count--) {
    sum = (uint16_t)(sum + magnitude(*weight));
    weight += apart;
  }
  return sum <= limit;
}

static uint8_t magnitude(int8_t value) {
  return (uint8_t)(value < 0 ? -value : value);
}

static bool read_signed(struct reader *reader, int8_t *into, uint16_t count, uint8_t bits) {
  const int8_t highest = (int8_t)((1 << (bits - 1)) - 1);
  while (count--) {
    const int8_t value = (int8_t)next(reader);
    if (value > highest || value < -highest - 1) {
      return false;
    }
    *into++ = value;
  }
  return true;
}

static uint8_t next(struct reader *reader) {
  return board_eeprom_read((uint16_t)(reader->start + reader->at++));
}

static struct image_result result(enum image_fault fault, uint16_t at) {
  const struct image_result value = {fault, at};
  return value;
}
