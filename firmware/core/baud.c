#include "baud.h"

#include "board.h"
#include "reply.h"

enum { PROPOSE, CONFIRM };
// The UART runs at 2,000,000 / divisor baud (double speed, 16 MHz); rates travel in units of 100 baud.
enum { CLOCK_100 = 20000, SLOWEST_100 = 96, FASTEST_100 = 10000, TOLERANCE_100 = CLOCK_100 / 40 };

static void announce(uint8_t number, uint8_t operation, uint16_t divisor);
static void change(struct baud *baud, uint16_t divisor);

void baud_init(struct baud *baud) {
  baud->divisor = BOARD_BOOT_DIVISOR;
  baud->unconfirmed = false;
  baud->framing_errors = 0;
}

void baud_message(struct baud *baud, uint8_t number, const uint8_t payload[], uint8_t length) {
  if (length == 1 && payload[0] == CONFIRM) {
    baud->unconfirmed = false;  // confirming twice is confirming
    announce(number, CONFIRM, baud->divisor);
    return;
  }
  if (length != 4 || payload[0] != PROPOSE) {
    reply_error(MESSAGE_BAUD, number, ERROR_LENGTH, length);
    return;
  }
  const uint16_t rate = get16(payload + 1);
  if (rate < SLOWEST_100 || rate > FASTEST_100) {
    reply_error(MESSAGE_BAUD, number, ERROR_BAUD, 0);
    return;
  }
  const uint16_t divisor = (uint16_t)((CLOCK_100 + rate / 2u) / rate);
  const uint16_t product = (uint16_t)(divisor * rate);
  if (product > CLOCK_100 + TOLERANCE_100 || product < CLOCK_100 - TOLERANCE_100) {
    reply_error(MESSAGE_BAUD, number, ERROR_BAUD, 0);
    return;
  }
  announce(number, PROPOSE, divisor);
  if (!baud->unconfirmed) {
    baud->previous = baud->divisor;
  }
  change(baud, divisor);
  baud->unconfirmed = true;
  baud->since = board_millis();
}

void baud_good_message(struct baud *baud) {
  baud->framing_errors = 0;
}

void baud_framing_error(struct baud *baud) {
  if (baud->divisor == BOARD_BOOT_DIVISOR || ++baud->framing_errors < BAUD_FRAMING_ERRORS) {
    return;
  }
  baud->unconfirmed = false;
  change(baud, BOARD_BOOT_DIVISOR);
}

void baud_poll(struct baud *baud) {
  if (baud->unconfirmed && (uint16_t)(board_millis() - baud->since) >= BAUD_CONFIRM_MS) {
    baud->unconfirmed = false;
    change(baud, baud->previous);
  }
}

static void change(struct baud *baud, uint16_t divisor) {
  baud->divisor = divisor;
  baud->framing_errors = 0;
  board_set_divisor(divisor);
}

static void announce(uint8_t number, uint8_t operation, uint16_t divisor) {
  struct reply reply;
  reply_begin(&reply, MESSAGE_BAUD, number);
  reply_put7(&reply, operation);
  reply_put16(&reply, (uint16_t)((CLOCK_100 + divisor / 2u) / divisor));
  reply_end(&reply);
}
