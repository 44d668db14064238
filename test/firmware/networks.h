// Networks for the tests: random ones, as images, and the specification's cell to compare with.
#ifndef NETWORKS_H
#define NETWORKS_H

#include <stdbool.h>
#include <stdint.h>

enum { NET_HIDDEN = 19 };  // most units of any network here

struct net {
  int inputs, hidden, outputs, weight_bits, state_bits, table_bits, index_shift;
  int pins;  // the image's byte of pin options
  uint8_t roles[10];  // with IMAGE_CHOSEN_PINS: pins of inputs, CLK, RESET and outputs; 0 where there is none
  int8_t initial[NET_HIDDEN], input_weights[4 * NET_HIDDEN], state_bias[NET_HIDDEN];
  int8_t recurrent[NET_HIDDEN * NET_HIDDEN], output_weights[4 * NET_HIDDEN], output_bias[4];
  int8_t table[256];
};

struct image {
  uint8_t bytes[640];  // more than a slot: what does not fit is refused
  uint16_t length;
};

uint32_t random32(void);  // xorshift, same sequence every run
int random_in(int low, int high);

// The most units that a network with so many inputs and outputs may have on the board.
int most_hidden(int inputs, int outputs);
// A random fixed network of the given sizes that obeys the row rule; byte layout if `wide` and there is room for it.
struct net random_net(int inputs, int hidden, int outputs, bool wide);
// A random adder that the fast path can run: rows of at most 127 units, or, if `flat`, longer rows and a table
// that is flat from −20 down and from 20 up.
struct net random_adder(bool flat);
// An adder's layout with exactly 64 states: its units hold the last three pairs. With another initial state, 65.
struct net delay_net(void);
// Chooses pins for all that a network has, at random.
void choose_pins(struct net *net);
struct image image_of(const struct net *net, const char *name);
// docs/spec.md section 2, word for word, in 64-bit integers.
unsigned reference_step(const struct net *net, int8_t state[], unsigned input);

// Step number `step` of a packed stream with `width` bits a step.
unsigned bits_at(const uint8_t *packed, int step, int width);

// The four bytes that end a message.
void check_of(const uint8_t *bytes, uint16_t length, uint8_t check[4]);
uint16_t crc_of(const uint8_t *bytes, uint16_t length);

#endif
