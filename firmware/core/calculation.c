#include "calculation.h"

#include <string.h>

#include "board.h"
#include "print.h"

// What is deep in the stack at one time is not at another.
#define APART __attribute__((noinline))

static const char equals[] FLASH = " = ";
static const char comma[] FLASH = ", ";

static bool is_digit(char character);
static void print_outputs(const struct cell_network *network, const struct calculation *calculation, uint8_t steps);
static void plot_step(const struct cell_network *network, const int8_t state[], uint8_t input, uint8_t output);

APART void calculation_read(const char *at, struct calculation *calculation) {
  uint32_t numbers[CELL_MAX_INPUTS] = {0};
  for (uint32_t *number = numbers; *at; at++) {
    if (is_digit(*at)) {
      *number = *number * 10 + (uint32_t)(*at - '0');
    } else if (is_digit(at[1])) {
      number++;
    }
  }
  memcpy(calculation->numbers, numbers, sizeof numbers);
}

static bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

APART void calculation_run(const struct cell_network *network, int8_t state[], struct calculation *calculation,
                           bool plots) {
  uint8_t steps = 0, more = network->inputs > 2 ? 2 : (uint8_t)(network->inputs - 1);
  uint32_t place = 1;
  memset(calculation->outputs, 0, sizeof calculation->outputs);
  cell_reset(network, state);
  for (;;) {
    uint8_t input = 0;
    bool is_last = true;
    for (uint8_t i = 0; i < network->inputs; i++) {
      input = (uint8_t)(input | (calculation->numbers[i] & 1) << i);
      calculation->numbers[i] >>= 1;
      is_last = is_last && !calculation->numbers[i];
    }
    const uint8_t output = cell_step(network, state, input);
    for (uint8_t o = 0; o < network->outputs; o++) {
      if ((output >> o) & 1) {
        calculation->outputs[o] |= place;
      }
    }
    if (plots) {
      plot_step(network, state, input, output);
    }
    place <<= 1;
    steps++;
    if (is_last) {
      if (!more) {
        break;
      }
      more--;
    }
  }
  if (!plots) {
    print_outputs(network, calculation, steps);
  }
}

APART void calculation_step(const struct cell_network *network, int8_t state[], const char *line) {
  uint8_t input = 0;
  for (uint8_t i = 0; line[i]; i++) {
    input = (uint8_t)(input | (line[i] - '0') << i);
  }
  const uint8_t output = cell_step(network, state, input);
  print_typed(line);
  for (uint8_t o = 0; o < network->outputs; o++) {
    board_send((uint8_t)('0' + ((output >> o) & 1)));
  }
  print_end();
}

APART static void print_outputs(const struct cell_network *network, const struct calculation *calculation,
                                uint8_t steps) {
  for (uint8_t o = 0; o < network->outputs; o++) {
    if (o) {
      print(comma);
    }
    print_bits(calculation->outputs[o], steps);
    print(equals);
    print_number(calculation->outputs[o]);
  }
  print_end();
}

APART static void plot_step(const struct cell_network *network, const int8_t state[], uint8_t input, uint8_t output) {
  for (uint8_t i = 0; i < network->inputs; i++) {
    print_value((char)('a' + i), 0, (input >> i) & 1, ',');
  }
  for (uint8_t o = 0; o < network->outputs; o++) {
    print_value('y', (uint8_t)(o + 1), (output >> o) & 1, ',');
  }
  for (uint8_t j = 0; j < network->hidden; j++) {
    board_send('h');
    print_number((uint32_t)j + 1);
    board_send(':');
    print_state(state[j], network->state_bits);
    if (j + 1 < network->hidden) {
      board_send(',');
    }
  }
  print_end();
}
