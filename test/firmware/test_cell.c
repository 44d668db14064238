#include <string.h>

#include "crc.h"
#include "fake_board.h"
#include "host.h"
#include "image.h"

static struct image_result load(const struct image *image, struct cell_network *network) {
  memcpy(fake.eeprom, image->bytes, sizeof image->bytes);
  return image_load(network, 0, image->length);
}

// Returns whether the fast path ran.
static bool equals_the_specification(struct net net) {
  static struct cell_network network;
  const struct image image = image_of(&net, "t");
  CHECK(load(&image, &network).fault == IMAGE_GOOD);
  int8_t state[NET_HIDDEN], expected[NET_HIDDEN];
  cell_reset(&network, state);
  memcpy(expected, net.initial, NET_HIDDEN);
  for (int step = 0; step < 60; step++) {
    if (step % 3 == 0) {
      const int top = (1 << (net.state_bits - 1)) - 1;
      for (int j = 0; j < net.hidden; j++) {
        state[j] = expected[j] = (int8_t)random_in(-top - 1, top);
      }
    }
    const unsigned input = random32() & ((1u << net.inputs) - 1);
    CHECK(cell_step(&network, state, (uint8_t)input) == reference_step(&net, expected, input));
    CHECK(memcmp(state, expected, (size_t)net.hidden) == 0);
  }
  // A stream, packed, against single steps.
  const int in_places = 7 / net.inputs, out_places = 7 / net.outputs;
  uint8_t in[40], out[64];
  for (int i = 0; i < 40; i++) {
    in[i] = random32() & 0x7F;
  }
  const int max = 32 * out_places < 40 * in_places ? 32 * out_places : 40 * in_places;
  const int steps = random_in(1, max);
  memcpy(expected, state, NET_HIDDEN);
  const int length = cell_stream(&network, state, in, (uint8_t)steps, out);
  CHECK(length == (steps + out_places - 1) / out_places);
  for (int step = 0; step < steps; step++) {
    const unsigned input = bits_at(in, step, net.inputs), output = bits_at(out, step, net.outputs);
    CHECK(output == reference_step(&net, expected, input));
  }
  CHECK(memcmp(state, expected, (size_t)net.hidden) == 0);
  const int used = (steps - 1) % out_places + 1;
  CHECK(out[length - 1] >> (used * net.outputs) == 0);
  return network.is_adder;
}

// Chosen pins: inputs, CLK and RESET at 2–7, outputs at 8–13, each once, and none that the network does not have.
static void refuses_pins_that_cannot_be(void) {
  static struct cell_network network;
  struct net net = random_net(2, 3, 1, true);
  net.pins = 4;
  static const struct {
    uint8_t roles[10];
    int bad;  // the first role that cannot be; −1: good
  } cases[] = {
      {{2, 3, 0, 0, 4, 5, 13}, -1},   {{7, 2, 0, 0, 3, 6, 8}, -1},      {{1, 3, 0, 0, 4, 5, 13}, 0},
      {{2, 8, 0, 0, 4, 5, 13}, 1},    {{2, 2, 0, 0, 4, 5, 13}, 1},      {{2, 3, 6, 0, 4, 5, 13}, 2},
      {{2, 3, 0, 7, 4, 5, 13}, 3},    {{2, 3, 0, 0, 3, 5, 13}, 4},      {{2, 3, 0, 0, 0, 5, 13}, 4},
      {{2, 3, 0, 0, 4, 4, 13}, 5},    {{2, 3, 0, 0, 4, 13, 12}, 5},     {{2, 3, 0, 0, 4, 5, 14}, 6},
      {{2, 3, 0, 0, 4, 5, 7}, 6},     {{2, 3, 0, 0, 4, 5, 0}, 6},       {{2, 3, 0, 0, 4, 5, 13, 12}, 7},
      {{2, 3, 0, 0, 4, 5, 13, 0, 0, 12}, 9},
  };
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
    memcpy(net.roles, cases[i].roles, sizeof net.roles);
    const struct image image = image_of(&net, "pins");
    const struct image_result result = load(&image, &network);
    if (cases[i].bad < 0) {
      CHECK(result.fault == IMAGE_GOOD);
    } else {
      CHECK(result.fault == IMAGE_BAD_FORMAT && result.at == image.length - 5 + cases[i].bad / 2);
    }
  }
  memcpy(net.roles, cases[0].roles, sizeof net.roles);
  const struct image good = image_of(&net, "pins");
  for (int length = 0; length < 512; length++) {
    struct image bad = good;
    bad.length = (uint16_t)length;
    CHECK((load(&bad, &network).fault == IMAGE_GOOD) == (length == good.length));
  }
}

static void refuses_bad_images(void) {
  static struct cell_network network;
  struct net net = random_net(2, 3, 1, true);
  const struct image good = image_of(&net, "adder");
  static const struct {
    int at;
    uint8_t value;
    enum image_fault fault;
  } cases[] = {
      {0, 0, IMAGE_BAD_FORMAT}, {0, 3, IMAGE_BAD_FORMAT}, {0, 2, IMAGE_BAD_LIMITS}, {1, 0, IMAGE_BAD_LIMITS},
      {1, 5, IMAGE_BAD_LIMITS}, {2, 0, IMAGE_BAD_LIMITS}, {2, 9, IMAGE_BAD_LIMITS}, {3, 0, IMAGE_BAD_LIMITS},
      {3, 5, IMAGE_BAD_LIMITS}, {4, 1, IMAGE_BAD_LIMITS}, {4, 9, IMAGE_BAD_LIMITS}, {5, 0, IMAGE_BAD_LIMITS},
      {5, 9, IMAGE_BAD_LIMITS}, {6, 0, IMAGE_BAD_LIMITS}, {6, 9, IMAGE_BAD_LIMITS}, {7, 16, IMAGE_BAD_LIMITS},
      {8, 16, IMAGE_BAD_LIMITS}, {8, 0xF7, IMAGE_BAD_LIMITS}, {9, 4, IMAGE_BAD_FORMAT}, {9, 8, IMAGE_BAD_FORMAT},
      {9, 0x80, IMAGE_BAD_FORMAT}, {10, 0x1F, IMAGE_BAD_FORMAT}, {12, 0x80, IMAGE_BAD_FORMAT},
      {17, 'x', IMAGE_BAD_FORMAT}, {24, 1, IMAGE_BAD_FORMAT}, {2, 4, IMAGE_BAD_FORMAT}, {6, 7, IMAGE_BAD_FORMAT},
  };
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct image bad = good;
    bad.bytes[cases[i].at] = cases[i].value;
    CHECK(load(&bad, &network).fault == cases[i].fault);
  }
  for (int length = 0; length < 512; length++) {
    struct image bad = good;
    bad.length = (uint16_t)length;
    CHECK((load(&bad, &network).fault == IMAGE_GOOD) == (length == good.length));
  }
}

// Format 2 is for what format 1 does not hold, up to the constants that there is room for.
static void holds_large_networks(void) {
  static struct cell_network network;
  static const struct {
    int inputs, hidden, outputs, table_bits, format;
    enum image_fault fault;
  } cases[] = {
      {2, 8, 1, 2, 1, IMAGE_GOOD},        {2, 8, 1, 2, 2, IMAGE_BAD_LIMITS},  {2, 9, 1, 2, 2, IMAGE_GOOD},
      {2, 9, 1, 2, 1, IMAGE_BAD_LIMITS},  {4, 16, 4, 5, 2, IMAGE_GOOD},       {4, 16, 4, 6, 2, IMAGE_BAD_LIMITS},
      {2, 19, 1, 2, 2, IMAGE_GOOD},       {2, 19, 1, 3, 2, IMAGE_BAD_LIMITS}, {1, 20, 1, 1, 2, IMAGE_BAD_LIMITS},
  };
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct net net = random_net(1, 1, 1, false);
    memset(net.table, 0, sizeof net.table);
    net.inputs = cases[i].inputs;
    net.hidden = cases[i].hidden;
    net.outputs = cases[i].outputs;
    net.table_bits = cases[i].table_bits;
    memset(net.initial, 0, sizeof net.initial);
    struct image image = image_of(&net, "large");
    image.bytes[0] = (uint8_t)cases[i].format;
    CHECK(load(&image, &network).fault == cases[i].fault);
  }
}

static void holds_the_row_rule(void) {
  static struct cell_network network;
  // 255 units in a row of three states: 127 + 127 + 1, biases and inputs 0. One more is too many.
  struct net net = random_net(2, 3, 1, true);
  memset(net.input_weights, 0, sizeof net.input_weights);
  memset(net.recurrent, 0, sizeof net.recurrent);
  memset(net.state_bias, 0, sizeof net.state_bias);
  net.recurrent[1] = 127;
  net.recurrent[4] = -127;
  net.recurrent[7] = 1;
  struct image image = image_of(&net, "edge");
  CHECK(load(&image, &network).fault == IMAGE_GOOD);
  equals_the_specification(net);
  net.state_bias[1] = -1;
  image = image_of(&net, "edge");
  struct image_result result = load(&image, &network);
  CHECK(result.fault == IMAGE_BREAKS_ROW_RULE && result.at == 1);
  net.state_bias[1] = 0;
  net.output_weights[0] = -128;
  net.output_weights[1] = 127;
  net.output_weights[2] = 0;
  net.output_bias[0] = 0;
  image = image_of(&net, "edge");
  CHECK(load(&image, &network).fault == IMAGE_GOOD);
  equals_the_specification(net);
  net.output_bias[0] = 1;
  image = image_of(&net, "edge");
  result = load(&image, &network);
  CHECK(result.fault == IMAGE_BREAKS_ROW_RULE && result.at == 3);
}

// At each limit of the fast path and one beyond; equal to the specification on both sides.
static void knows_what_is_fast(void) {
  struct net net = random_adder(false);
  memset(net.input_weights, 0, sizeof net.input_weights);
  memset(net.recurrent, 0, sizeof net.recurrent);
  memset(net.state_bias, 0, sizeof net.state_bias);
  CHECK(equals_the_specification(net));
  net.recurrent[0] = -64;
  CHECK(equals_the_specification(net));
  net.recurrent[0] = -65;
  CHECK(!equals_the_specification(net));
  net.recurrent[0] = 64;
  CHECK(!equals_the_specification(net));
  net.recurrent[0] = net.recurrent[3] = 63;
  net.recurrent[6] = 1;
  CHECK(equals_the_specification(net));
  net.recurrent[6] = 2;
  CHECK(!equals_the_specification(net));
  net.recurrent[3] = net.recurrent[6] = 0;
  net.state_bias[0] = 64;
  CHECK(equals_the_specification(net));
  // Indices up to 64: flat from 0 on, or not.
  net.state_bias[0] = 66;
  CHECK(!equals_the_specification(net));
  for (int i = 0; i <= 64; i++) {
    net.table[i] = 99;
  }
  CHECK(equals_the_specification(net));
  net.table[0] = 98;
  CHECK(!equals_the_specification(net));
  // Indices from −65 up: flat to −1, or not.
  net.state_bias[0] = -67;
  for (int i = 1; i <= 65; i++) {
    net.table[256 - i] = -7;
  }
  CHECK(equals_the_specification(net));
  net.table[255] = -6;
  CHECK(!equals_the_specification(net));
  net.table[255] = -7;
  net.table[256 - 65] = -6;
  CHECK(!equals_the_specification(net));
}

static void holds_number_formats(void) {
  static struct cell_network network;
  struct net net = random_net(1, 2, 1, true);
  net.state_bits = 4;
  net.weight_bits = 5;
  net.table_bits = 2;
  memset(net.initial, 0, sizeof net.initial);
  memset(net.input_weights, 0, sizeof net.input_weights);
  memset(net.state_bias, 0, sizeof net.state_bias);
  memset(net.recurrent, 0, sizeof net.recurrent);
  memset(net.output_weights, 0, sizeof net.output_weights);
  memset(net.output_bias, 0, 4);
  memset(net.table, 0, 256);
  net.initial[0] = -8;
  net.recurrent[3] = 15;
  net.table[3] = 7;
  struct image image = image_of(&net, "narrow");
  CHECK(load(&image, &network).fault == IMAGE_GOOD);
  image.bytes[IMAGE_HEADER] = 8;
  CHECK(load(&image, &network).fault == IMAGE_BAD_VALUE);
  image = image_of(&net, "narrow");
  image.bytes[IMAGE_HEADER + 2] = 16;
  const struct image_result result = load(&image, &network);
  CHECK(result.fault == IMAGE_BAD_VALUE && result.at == IMAGE_HEADER + 2);
  image = image_of(&net, "narrow");
  image.bytes[image.length - 1] = 0xF7;  // −9
  CHECK(load(&image, &network).fault == IMAGE_BAD_VALUE);
}

void test_cell(void) {
  CHECK(crc_of((const uint8_t *)"123456789", 9) == 0x6F91);
  for (int inputs = 1; inputs <= 4; inputs++) {
    for (int outputs = 1; outputs <= 4; outputs++) {
      for (int hidden = 1; hidden <= most_hidden(inputs, outputs); hidden++) {
        for (int run = 0; run < 4; run++) {
          equals_the_specification(random_net(inputs, hidden, outputs, run % 2 == 0));
        }
      }
    }
  }
  for (int run = 0; run < 1000; run++) {
    equals_the_specification(random_net(2, 3, 1, true));
    CHECK(equals_the_specification(random_adder(false)));
    CHECK(equals_the_specification(random_adder(true)));
  }
  knows_what_is_fast();
  refuses_bad_images();
  refuses_pins_that_cannot_be();
  holds_large_networks();
  holds_the_row_rule();
  holds_number_formats();
}
