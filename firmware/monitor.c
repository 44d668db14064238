#include "monitor.h"

#include <string.h>

#include "board.h"
#include "flash_text.h"
#include "standalone.h"
#include "version.h"
#include "wire.h"

enum { DECIMALS = 10, PLOT_EVERY_MS = 32 };

// A calculation, in the place of its line once that is answered: the stack has no room for it.
struct __attribute__((packed, may_alias)) sum {
  uint32_t numbers[CELL_MAX_INPUTS], outputs[CELL_MAX_OUTPUTS];
};
_Static_assert(sizeof(struct sum) <= WIRE_TEXT_MAX, "a calculation fits a line");
// What is deep in the stack at one time is not at another.
#define APART __attribute__((noinline))

static const char word_help[] PROGMEM = "help";
static const char word_reset[] PROGMEM = "reset";
static const char word_plot[] PROGMEM = "plot";
static const char firmware[] PROGMEM = "carrybit ";
static const char point[] PROGMEM = ".";
static const char colon[] PROGMEM = ": ";
static const char slot_is[] PROGMEM = ", slot ";
static const char update_is[] PROGMEM = ", update ";
static const char no_network[] PROGMEM = "no network; carrybit flash-weights puts one here";
static const char help_numbers[] PROGMEM =
    "\r\n13 4       as many numbers as inputs: the outputs, last step first, and as a number"
    "\r\n11         a bit for each input: one step from where the last one led";
static const char help_rest[] PROGMEM =
    "\r\nreset      the next step is a first one"
    "\r\nplot       for the plotter: levels of the pins, until the next line"
    "\r\nplot 13 4  for the plotter: inputs x, outputs y and state s of each step"
    "\r\nhelp       this";
static const char is_reset[] PROGMEM = "the next step is a first one";
static const char expected[] PROGMEM = "expected ";
static const char numbers_or[] PROGMEM = " numbers of at most 9 digits, or ";
static const char bits_or_help[] PROGMEM = " bits in a row, or help";
static const char too_long[] PROGMEM = "a line has at most 64 characters: there is no memory for more";
static const char too_large[] PROGMEM = "a number has at most 9 digits: there is no memory for more";
static const char arrow[] PROGMEM = " -> ";
static const char equals[] PROGMEM = " = ";
static const char comma[] PROGMEM = ", ";
static const char pin_is[] PROGMEM = "pin";

static bool is_word(const char **at, const char *word);
static bool is_step(const char *line, const struct cell_network *network);
static uint8_t count_numbers(const char *at, uint8_t *longest);
static void read_numbers(const char *at, struct sum *sum);
static void help(const struct store *store);
static void step(const struct cell_network *network, int8_t state[], const char *line);
static void run(const struct cell_network *network, int8_t state[], struct sum *sum, bool plots);
static void print_outputs(const struct cell_network *network, const struct sum *sum, uint8_t steps);
static void plot_step(const struct cell_network *network, const int8_t state[], uint8_t input, uint8_t output);
static void plot_pins(const struct cell_network *network);
static void print(const char *flash);
static void print_line(const char *flash);
static void print_typed(const char *line);
static void print_end(void);
static void print_number(uint32_t number);
static void print_bits(uint32_t bits, uint8_t count);
static void print_value(char name, uint8_t index, bool bit, char separator);
static void print_state(int8_t state, uint8_t bits);

void monitor_reset(struct monitor *monitor, const struct cell_network *network) {
  monitor->is_plotting = false;
  if (network) {
    cell_reset(network, monitor->state);
  }
}

void monitor_line(struct monitor *monitor, const struct store *store, char line[WIRE_TEXT_MAX + 1], bool cut) {
  const struct cell_network *network = store_active(store);
  monitor->is_plotting = false;
  const char *at = line;
  if (cut) {
    print_line(too_long);
  } else if (is_word(&at, word_help) && !*at) {
    help(store);
  } else if (!network) {
    print_line(no_network);
  } else if (is_word(&at, word_reset) && !*at) {
    monitor_reset(monitor, network);
    print_line(is_reset);
  } else if (is_step(line, network)) {
    step(network, monitor->state, line);
  } else {
    const bool plots = is_word(&at, word_plot);
    uint8_t digits;
    const uint8_t count = count_numbers(at, &digits);
    if (plots && !*at) {
      monitor->is_plotting = true;
    } else if (digits > MONITOR_DIGITS_MAX) {
      print_line(too_large);
    } else if (count == network->inputs) {
      if (!plots) {
        print_typed(line);
      }
      read_numbers(at, (struct sum *)line);
      run(network, monitor->state, (struct sum *)line, plots);
    } else {
      print(expected);
      print_number(network->inputs);
      print(numbers_or);
      print_number(network->inputs);
      print_line(bits_or_help);
    }
  }
}

void monitor_poll(struct monitor *monitor, const struct cell_network *network) {
  const bool phase = (board_millis() & PLOT_EVERY_MS) != 0;
  // A line at most while the one before is on its way: whoever reads slowly is not kept waiting for.
  if (monitor->is_plotting && network && phase != monitor->phase && board_send_room() == BOARD_SEND_RING) {
    monitor->phase = phase;
    plot_pins(network);
  }
}

// Whether the text begins with a word, in letters of any size; if so, `at` goes behind it and what separates it.
static bool is_word(const char **at, const char *word) {
  const char *text = *at;
  for (char letter; (letter = (char)pgm_read_byte(word)) != 0; word++) {
    if ((*text++ | 0x20) != letter) {
      return false;
    }
  }
  if (*text && *text != ' ') {
    return false;
  }
  while (*text == ' ') {
    text++;
  }
  *at = text;
  return true;
}

// A bit for each input, in a row.
static bool is_step(const char *line, const struct cell_network *network) {
  uint8_t count = 0;
  while (*line == '0' || *line == '1') {
    line++;
    count++;
  }
  return !*line && count == network->inputs;
}

// Returns how many numbers there are; 0: too many, or something else. `longest` is how many digits the longest one has.
static uint8_t count_numbers(const char *at, uint8_t *longest) {
  uint8_t count = 0;
  *longest = 0;
  while (*at) {
    uint8_t digits = 0;
    while (*at >= '0' && *at <= '9') {
      at++;
      digits++;
    }
    if (!digits || count == CELL_MAX_INPUTS || (*at && *at != ' ')) {
      *longest = 0;
      return 0;
    }
    if (digits > *longest) {
      *longest = digits;
    }
    count++;
    while (*at == ' ') {
      at++;
    }
  }
  return count;
}

// Of a text of numbers; it may lie where they go.
APART static void read_numbers(const char *at, struct sum *sum) {
  uint32_t numbers[CELL_MAX_INPUTS] = {0};
  for (uint32_t *number = numbers; *at; at++) {
    if (*at != ' ') {
      *number = *number * 10 + (uint32_t)(*at - '0');
    } else if (at[1] != ' ') {
      number++;
    }
  }
  memcpy(sum->numbers, numbers, sizeof numbers);
}

APART static void help(const struct store *store) {
  print(firmware);
  print_number(FIRMWARE_MAJOR);
  print(point);
  print_number(FIRMWARE_MINOR);
  print(colon);
  if (store_active(store)) {
    const uint16_t image = slot_image_address(store->active_slot);
    for (uint8_t i = 0; i < IMAGE_NAME_LENGTH; i++) {
      const uint8_t character = board_eeprom_read((uint16_t)(image + IMAGE_NAME + i));
      if (character) {
        board_send(character & 0x7Fu);
      }
    }
    board_send(' ');
    for (uint8_t i = 0; i < 2 * IMAGE_DIGEST_LENGTH; i++) {
      const uint8_t byte = board_eeprom_read((uint16_t)(image + IMAGE_DIGEST + i / 2));
      const uint8_t digit = i % 2 ? byte & 15u : byte >> 4;
      board_send((uint8_t)(digit < 10 ? '0' + digit : 'a' - 10 + digit));
    }
    print(slot_is);
    print_number(store->active_slot);
    print(update_is);
    print_number(store->slot.sequence);
    print(help_numbers);
    print_line(help_rest);
  } else {
    print_line(no_network);
  }
}

APART static void step(const struct cell_network *network, int8_t state[], const char *line) {
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

// From the initial state, lowest bits first, with as many steps more as a sum of the numbers may need.
APART static void run(const struct cell_network *network, int8_t state[], struct sum *sum, bool plots) {
  uint8_t steps = 0, more = network->inputs > 2 ? 2 : (uint8_t)(network->inputs - 1);
  uint32_t place = 1;
  memset(sum->outputs, 0, sizeof sum->outputs);
  cell_reset(network, state);
  for (;;) {
    uint8_t input = 0;
    bool is_last = true;
    for (uint8_t i = 0; i < network->inputs; i++) {
      input = (uint8_t)(input | (sum->numbers[i] & 1) << i);
      sum->numbers[i] >>= 1;
      is_last = is_last && !sum->numbers[i];
    }
    const uint8_t output = cell_step(network, state, input);
    for (uint8_t o = 0; o < network->outputs; o++) {
      if ((output >> o) & 1) {
        sum->outputs[o] |= place;
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
    print_outputs(network, sum, steps);
  }
}

APART static void print_outputs(const struct cell_network *network, const struct sum *sum, uint8_t steps) {
  for (uint8_t o = 0; o < network->outputs; o++) {
    if (o) {
      print(comma);
    }
    print_bits(sum->outputs[o], steps);
    print(equals);
    print_number(sum->outputs[o]);
  }
  print_end();
}

APART static void plot_step(const struct cell_network *network, const int8_t state[], uint8_t input, uint8_t output) {
  for (uint8_t i = 0; i < network->inputs; i++) {
    print_value('x', i, (input >> i) & 1, ',');
  }
  for (uint8_t o = 0; o < network->outputs; o++) {
    print_value('y', o, (output >> o) & 1, ',');
  }
  for (uint8_t j = 0; j < network->hidden; j++) {
    board_send('s');
    print_number(j);
    board_send(':');
    print_state(state[j], network->state_bits);
    if (j + 1 < network->hidden) {
      board_send(',');
    }
  }
  print_end();
}

// Of the pins that the stand-alone adder has, each by its number.
APART static void plot_pins(const struct cell_network *network) {
  char separator = 0;
  for (uint8_t pin = BOARD_FIRST_FREE; pin < BOARD_FIRST_ANALOG; pin++) {
    if (standalone_needs(network, pin)) {
      if (separator) {
        board_send((uint8_t)separator);
      }
      separator = ',';
      print(pin_is);
      print_number(pin);
      board_send(':');
      board_send((uint8_t)('0' + ((board_port_read(pin / 8) >> (pin % 8)) & 1)));
    }
  }
  print_end();
}

static void print(const char *flash) {
  for (char character; (character = (char)pgm_read_byte(flash)) != 0; flash++) {
    board_send((uint8_t)character);
  }
}

static void print_line(const char *flash) {
  print(flash);
  print_end();
}

static void print_typed(const char *line) {
  while (*line) {
    board_send((uint8_t)*line++);
  }
  print(arrow);
}

static void print_end(void) {
  board_millis();  // it counts only while it is called
  board_send('\r');
  board_send('\n');
}

static void print_number(uint32_t number) {
  char digits[DECIMALS];
  uint8_t count = 0;
  do {
    digits[count++] = (char)('0' + number % 10);
    number /= 10;
  } while (number);
  while (count) {
    board_send((uint8_t)digits[--count]);
  }
}

static void print_bits(uint32_t bits, uint8_t count) {
  while (count--) {
    board_send((uint8_t)('0' + ((bits >> count) & 1)));
  }
}

static void print_value(char name, uint8_t index, bool bit, char separator) {
  board_send((uint8_t)name);
  print_number(index);
  board_send(':');
  board_send((uint8_t)('0' + bit));
  board_send((uint8_t)separator);
}

// −1.00 … 0.99: what the state stands for, rounded down in size.
static void print_state(int8_t state, uint8_t bits) {
  if (state < 0) {
    board_send('-');
  }
  const uint16_t size = (uint16_t)(state < 0 ? -state : state);
  const uint8_t hundredths = (uint8_t)((size * 100u) >> (bits - 1));
  board_send((uint8_t)('0' + hundredths / 100));
  board_send('.');
  board_send((uint8_t)('0' + hundredths / 10 % 10));
  board_send((uint8_t)('0' + hundredths % 10));
}
