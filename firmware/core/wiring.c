#include "wiring.h"

#include <string.h>

#include "board.h"
#include "flash_text.h"

enum { PORT = 8 };
_Static_assert(STANDALONE_MAX_INPUT < PORT && STANDALONE_MIN_OUTPUT >= PORT && STANDALONE_MAX_OUTPUT < 2 * PORT,
               "inputs are in one port, outputs in the other");

#define PAIR(first, second) (uint8_t)((first) | (second) << 4)
// In the image's form.
static const uint8_t usual[WIRING_BYTES] FLASH = {
    PAIR(STANDALONE_A, STANDALONE_B),
    PAIR(STANDALONE_C, STANDALONE_D),
    PAIR(STANDALONE_CLK, STANDALONE_RESET),
    PAIR(STANDALONE_OUTPUT_0, STANDALONE_OUTPUT_1),
    PAIR(STANDALONE_OUTPUT_2, STANDALONE_OUTPUT_3),
};

static uint8_t bit_of(uint8_t pin);

uint8_t wiring_read(struct wiring *wiring, const struct cell_network *network, uint16_t address) {
  memset(wiring, 0, sizeof *wiring);
  for (uint8_t role = 0; role < WIRING_ROLES; role++) {
    const bool is_output = role >= WIRING_FIRST_OUTPUT;
    const bool is_needed = is_output        ? role - WIRING_FIRST_OUTPUT < network->outputs
                           : role >= WIRING_CLK ? true
                                                : role < network->inputs;
    const uint8_t at = role / 2;
    const uint8_t pair =
        network->has_chosen_pins ? board_eeprom_read((uint16_t)(address + at)) : flash_byte(&usual[at]);
    const uint8_t pin = role % 2 ? pair >> 4 : pair & 0x0F;
    if (is_needed) {
      const uint8_t min = is_output ? STANDALONE_MIN_OUTPUT : STANDALONE_MIN_INPUT;
      const uint8_t max = is_output ? STANDALONE_MAX_OUTPUT : STANDALONE_MAX_INPUT;
      if (pin < min || pin > max || wiring_needs(wiring, pin)) {
        return role;
      }
      wiring->bits[role] = bit_of(pin);
    } else if (network->has_chosen_pins && pin != 0) {
      return role;
    }
  }
  return WIRING_ROLES;
}

bool wiring_needs(const struct wiring *wiring, uint8_t pin) {
  const uint8_t bit = bit_of(pin);
  const uint8_t end = wiring_drives(pin) ? WIRING_ROLES : WIRING_FIRST_OUTPUT;
  for (uint8_t role = wiring_drives(pin) ? WIRING_FIRST_OUTPUT : 0; role < end; role++) {
    if (wiring->bits[role] & bit) {
      return true;
    }
  }
  return false;
}

static uint8_t bit_of(uint8_t pin) {
  return (uint8_t)(1 << (pin % PORT));
}
