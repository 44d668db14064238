#include "networks.h"

#include <string.h>

#include "check.h"

uint32_t random32(void) {
  static uint32_t x = 2463534242u;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return x;
}

int random_in(int low, int high) {
  return low + (int)(random32() % (uint32_t)(high - low + 1));
}

static void fill(int8_t *into, int count, int low, int high) {
  for (int i = 0; i < count; i++) {
    into[i] = (int8_t)random_in(low, high);
  }
}

// Bytes of constants, and those that there is room for (docs/spec.md section 6).
enum { MAX_CONSTANTS = 462 };
static int constants_of(int inputs, int hidden, int outputs, int table_bits) {
  return hidden * (inputs + hidden + outputs + 2) + outputs + (1 << table_bits);
}

int most_hidden(int inputs, int outputs) {
  int hidden = NET_HIDDEN;
  while (constants_of(inputs, hidden, outputs, 1) > MAX_CONSTANTS) {
    hidden--;
  }
  return hidden;
}

struct net random_net(int inputs, int hidden, int outputs, bool wide) {
  int most_table = 8;
  while (constants_of(inputs, hidden, outputs, most_table) > MAX_CONSTANTS) {
    most_table--;
  }
  wide = wide && most_table == 8;
  struct net net;
  memset(&net, 0, sizeof net);
  net.inputs = inputs;
  net.hidden = hidden;
  net.outputs = outputs;
  net.state_bits = wide ? 8 : random_in(1, 8);
  net.table_bits = wide ? 8 : random_in(1, most_table);
  net.index_shift = wide ? 8 : random_in(0, 12);
  net.weight_bits = 8;
  // Each row's absolute weights add up to at most 32767 >> (S - 1).
  const int limit = 32767 >> (net.state_bits - 1);
  const int max = limit / (inputs + hidden + 1) > 127 ? 127 : limit / (inputs + hidden + 1);
  const int last = limit / (hidden + 1) > 127 ? 127 : limit / (hidden + 1);
  const int top = (1 << (net.state_bits - 1)) - 1;
  fill(net.initial, hidden, -top - 1, top);
  fill(net.input_weights, inputs * hidden, -max, max);
  fill(net.state_bias, hidden, -max, max);
  fill(net.recurrent, hidden * hidden, -max, max);
  fill(net.output_weights, hidden * outputs, -last, last);
  fill(net.output_bias, outputs, -last, last);
  fill(net.table, 1 << net.table_bits, -top - 1, top);
  return net;
}

struct net random_adder(bool flat) {
  struct net net = random_net(2, 3, 1, true);
  const int max = flat ? 60 : 36;
  fill(net.input_weights, 6, -max, max);
  fill(net.state_bias, 3, flat ? -60 : -10, flat ? 60 : 10);
  fill(net.recurrent, 9, flat ? -12 : -15, flat ? 12 : 15);
  for (int i = -128; flat && i < 128; i++) {
    if (i < -20 || i > 20) {
      net.table[(uint8_t)i] = i < 0 ? -128 : 127;
    }
  }
  return net;
}

struct net delay_net(void) {
  static const int8_t levels[] = {-96, -32, 32, 96};
  struct net net = {.inputs = 2, .hidden = 3, .outputs = 1, .weight_bits = 8, .state_bits = 8, .table_bits = 8,
                    .index_shift = 8};
  memset(net.initial, -96, 3);
  // The first unit's indices are −30, −10, 10 and 30; a level of the unit before comes as −23, −8, 7 and 22.
  net.input_weights[0] = 40;
  net.input_weights[3] = 80;
  net.state_bias[0] = -60;
  net.recurrent[1] = net.recurrent[5] = 60;
  net.output_weights[0] = net.output_weights[2] = 50;
  net.output_weights[1] = -50;
  for (int i = -128; i < 128; i++) {
    net.table[(uint8_t)i] = levels[i < -15 ? 0 : i < 0 ? 1 : i < 16 ? 2 : 3];
  }
  return net;
}

static void append(struct image *image, const void *bytes, int count) {
  memcpy(image->bytes + image->length, bytes, (size_t)count);
  image->length = (uint16_t)(image->length + count);
}

struct image image_of(const struct net *net, const char *name) {
  struct image image;
  memset(&image, 0, sizeof image);
  const int h = net->hidden;
  const int fields[] = {h > 8 ? 2 : 1,   net->inputs,     h,                net->outputs, net->weight_bits,
                        net->state_bits, net->table_bits, net->index_shift, 4,            net->pins};
  uint8_t header[10];
  for (int i = 0; i < 10; i++) {
    header[i] = (uint8_t)fields[i];
  }
  char padded[15] = {0};
  memcpy(padded, name, strlen(name));
  append(&image, header, 10);
  append(&image, padded, 15);
  append(&image, "\x01\x82\x03\x84\x05\x86\x07\x88", 8);
  append(&image, net->initial, h);
  append(&image, net->input_weights, net->inputs * h);
  append(&image, net->state_bias, h);
  append(&image, net->recurrent, h * h);
  append(&image, net->output_weights, h * net->outputs);
  append(&image, net->output_bias, net->outputs);
  append(&image, net->table, 1 << net->table_bits);
  for (int role = 0; net->pins & 4 && role < 10; role += 2) {
    const uint8_t pair = (uint8_t)(net->roles[role] | net->roles[role + 1] << 4);
    append(&image, &pair, 1);
  }
  return image;
}

void choose_pins(struct net *net) {
  memset(net->roles, 0, sizeof net->roles);
  net->pins |= 4;
  unsigned taken = 0;
  for (int role = 0; role < 10; role++) {
    const bool is_output = role >= 6;
    if (is_output ? role - 6 >= net->outputs : role < 4 && role >= net->inputs) {
      continue;
    }
    int pin;
    do {
      pin = is_output ? random_in(8, 13) : random_in(2, 7);
    } while (taken >> pin & 1);
    taken |= 1u << pin;
    net->roles[role] = (uint8_t)pin;
  }
}

unsigned reference_step(const struct net *net, int8_t state[], unsigned input) {
  const int64_t one = (int64_t)1 << (net->state_bits - 1), half = (int64_t)1 << (net->table_bits - 1);
  const int h = net->hidden;
  int8_t next[NET_HIDDEN];
  for (int j = 0; j < h; j++) {
    int64_t sum = net->state_bias[j];
    for (int i = 0; i < net->inputs; i++) {
      sum += (int64_t)((input >> i) & 1) * net->input_weights[i * h + j];
    }
    int64_t acc = one * sum;
    for (int k = 0; k < h; k++) {
      acc += (int64_t)state[k] * net->recurrent[k * h + j];
    }
    int64_t index = acc >> net->index_shift;
    index = index < -half ? -half : index > half - 1 ? half - 1 : index;
    next[j] = net->table[(index + 2 * half) % (2 * half)];
  }
  memcpy(state, next, (size_t)h);
  unsigned output = 0;
  for (int o = 0; o < net->outputs; o++) {
    int64_t logit = one * net->output_bias[o];
    for (int j = 0; j < h; j++) {
      logit += (int64_t)next[j] * net->output_weights[j * net->outputs + o];
    }
    output |= (logit >= 0 ? 1u : 0u) << o;
  }
  return output;
}

unsigned bits_at(const uint8_t *packed, int step, int width) {
  const int places = 7 / width;
  return (unsigned)packed[step / places] >> (step % places * width) & ((1u << width) - 1);
}

void check_of(const uint8_t *bytes, uint16_t length, uint8_t check[4]) {
  struct check running;
  check_start(&running);
  while (length--) {
    check_update(&running, *bytes++);
  }
  check_bytes(&running, check);
}

uint16_t crc_of(const uint8_t *bytes, uint16_t length) {
  uint16_t crc = CRC_START;
  while (length--) {
    crc = crc_update(crc, *bytes++);
  }
  return crc;
}
