#include "monitor.h"

#include "board.h"
#include "calculation.h"
#include "help.h"
#include "parser.h"
#include "print.h"

enum { PLOT_EVERY_MS = 32 };

_Static_assert(sizeof(struct calculation) <= MAX_LINE_CHARACTERS, "a calculation fits a line");

// What is deep in the stack at one time is not at another.
#define APART __attribute__((noinline))

static const char word_help[] FLASH = "help";
static const char word_reset[] FLASH = "reset";
static const char word_plot[] FLASH = "plot";
static const char is_reset[] FLASH = "the next step is a first one";
static const char expected[] FLASH = "expected ";
static const char number[] FLASH = " number";
static const char of_digits_or[] FLASH = " of at most 9 digits, or ";
static const char bit[] FLASH = " bit";
static const char in_a_row[] FLASH = "s in a row";
static const char or_help[] FLASH = ", or help";
static const char too_long[] FLASH = "a line has at most 64 characters: there is no memory for more";
static const char too_large[] FLASH = "a number has at most 9 digits: there is no memory for more";
static const char padded[] FLASH = "expected decimal numbers without zeros before them: 13, not 00001101 or 015";
static const char pin_is[] FLASH = "pin";
// The sign that people write between the numbers of a task, and the task's name, each ended by a zero.
static const char signs[] FLASH = "+adder\0-subtractor\0>comparator\0";

static bool is_word(const char **at, const char *word);
static bool is_step(const char *line, const struct cell_network *network);
static char sign_of(const struct store *store);
static uint8_t count_numbers(const char *at, char sign, uint8_t *longest);
static bool is_padded(const char *at);
static void refuse(uint8_t inputs);
static void plot_pins(const struct wiring *wiring);

void monitor_reset(struct monitor *monitor, const struct cell_network *network) {
  monitor->is_plotting = false;
  if (network) {
    cell_reset(network, monitor->state);
  }
}

void monitor_line(struct monitor *monitor, const struct store *store, char line[MAX_LINE_CHARACTERS + 1], bool cut) {
  const struct cell_network *network = store_active(store);
  monitor->is_plotting = false;
  const char *at = line;
  if (cut) {
    print_line(too_long);
  } else if (is_word(&at, word_help) && !*at) {
    help_print(store);
  } else if (!network) {
    help_no_network();
  } else if (is_word(&at, word_reset) && !*at) {
    monitor_reset(monitor, network);
    print_line(is_reset);
  } else if (is_step(line, network)) {
    calculation_step(network, monitor->state, line);
  } else {
    const bool plots = is_word(&at, word_plot);
    uint8_t digits;
    const uint8_t count = count_numbers(at, sign_of(store), &digits);
    if (plots && !*at) {
      monitor->is_plotting = true;
    } else if (count == network->inputs && is_padded(at)) {
      print_line(padded);
    } else if (digits > MAX_DIGITS) {
      print_line(too_large);
    } else if (count == network->inputs) {
      if (!plots) {
        print_typed(line);
      }
      calculation_read(at, (struct calculation *)line);
      calculation_run(network, monitor->state, (struct calculation *)line, plots);
    } else {
      refuse(network->inputs);
    }
  }
}

void monitor_poll(struct monitor *monitor, const struct wiring *wiring) {
  const bool phase = (board_millis() & PLOT_EVERY_MS) != 0;
  // Writes one line only while the previous one is being sent, so that a slow reader delays nothing.
  if (monitor->is_plotting && phase != monitor->phase && board_send_room() == BOARD_SEND_RING) {
    monitor->phase = phase;
    plot_pins(wiring);
  }
}

// Whether the text begins with a word, in capitals or not; if so, `at` moves behind it and its separators.
static bool is_word(const char **at, const char *word) {
  const char *text = *at;
  for (char letter; (letter = (char)flash_byte(word)) != 0; word++) {
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

// The sign between numbers, as in 13 + 4, by the name of the network; 0 if it has none. Another task's sign is refused:
// a subtractor must not reply to 13 + 4.
APART static char sign_of(const struct store *store) {
  const uint16_t name = (uint16_t)(slot_image_address(store->active_slot) + IMAGE_NAME);
  const char *at = signs;
  for (char sign; (sign = (char)flash_byte(at)) != 0; at++) {
    bool is_same = true;
    uint8_t i = 0;
    do {
      at++;
      is_same = is_same && board_eeprom_read((uint16_t)(name + i)) == flash_byte(at);
      i++;
    } while (flash_byte(at));
    if (is_same) {
      return sign;
    }
  }
  return 0;
}

// Returns how many numbers there are, with spaces or one sign between them; 0: too many, or something else. `longest`
// is how many digits the longest one has.
static uint8_t count_numbers(const char *at, char sign, uint8_t *longest) {
  uint8_t count = 0;
  *longest = 0;
  while (*at) {
    uint8_t digits = 0;
    while (*at >= '0' && *at <= '9') {
      at++;
      digits++;
    }
    if (!digits || count == CELL_MAX_INPUTS || (*at && *at != ' ' && *at != sign)) {
      *longest = 0;
      return 0;
    }
    if (digits > *longest) {
      *longest = digits;
    }
    count++;
    bool is_signed = false;
    while (*at == ' ' || (*at && *at == sign && !is_signed)) {
      is_signed = is_signed || *at == sign;
      at++;
    }
    if (is_signed && !*at) {
      *longest = 0;
      return 0;
    }
  }
  return count;
}

// Whether a number begins with a zero and goes on: it may be meant as bits or octal digits, but is read as decimal.
static bool is_padded(const char *at) {
  bool is_first = true;
  for (; *at; at++) {
    const bool is_digit = *at >= '0' && *at <= '9';
    if (is_first && *at == '0' && at[1] >= '0' && at[1] <= '9') {
      return true;
    }
    is_first = !is_digit;
  }
  return false;
}

// Of a line that is nothing.
APART static void refuse(uint8_t inputs) {
  print(expected);
  print_number(inputs);
  print(number);
  if (inputs > 1) {
    board_send('s');
  }
  print(of_digits_or);
  print_number(inputs);
  print(bit);
  if (inputs > 1) {
    print(in_a_row);
  }
  print_line(or_help);
}

// Of the pins that the stand-alone adder has, each by its number.
APART static void plot_pins(const struct wiring *wiring) {
  char separator = 0;
  for (uint8_t pin = BOARD_FIRST_FREE; pin < BOARD_FIRST_ANALOG; pin++) {
    if (wiring_needs(wiring, pin)) {
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
