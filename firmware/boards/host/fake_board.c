#include "fake_board.h"

#include <string.h>

#include "board.h"

struct fake_board fake;

void fake_power_on(void) {
  uint8_t eeprom[FAKE_EEPROM];
  memcpy(eeprom, fake.eeprom, sizeof eeprom);
  memset(&fake, 0, sizeof fake);
  memcpy(fake.eeprom, eeprom, sizeof eeprom);
  fake.divisor = BOARD_BOOT_DIVISOR;
}

void board_send(uint8_t byte) {
  if (fake.sent_length == MAX_FAKE_SENT_BYTES) {
    fake.sent_length = 0;  // only a fuzzer sends this much
  }
  fake.sent[fake.sent_length++] = byte;
}

void board_send_all(const uint8_t bytes[], uint8_t length) {
  while (length--) {
    board_send(*bytes++);
  }
}

uint8_t board_send_room(void) {
  return BOARD_SEND_RING;
}

void board_set_divisor(uint16_t divisor) {
  fake.divisor = divisor;
}

uint8_t board_eeprom_read(uint16_t address) {
  return fake.eeprom[address % FAKE_EEPROM];  // the chip's address register has ten bits
}

bool board_eeprom_busy(void) {
  return false;
}

void board_eeprom_write(uint16_t address, uint8_t value) {
  uint8_t *byte = &fake.eeprom[address % FAKE_EEPROM];
  fake.writes++;
  if (fake.writes == fake.cut_at) {
    if (fake.cut != CUT_BEFORE) {
      *byte = fake.cut == CUT_TORN ? fake.torn : value;
    }
    longjmp(fake.power_off, 1);
  }
  *byte = value;
}

uint16_t board_millis(void) {
  return fake.millis;
}

uint8_t board_ticks(void) {
  return fake.ticks;
}

void board_pin_mode(uint8_t pin, enum board_pin_mode mode) {
  fake.mode[pin] = (uint8_t)mode;
}

void board_pin_write(uint8_t pin, bool high) {
  fake.level[pin] = high;
}

uint8_t board_port_read(uint8_t port) {
  return fake.ports[port];
}

bool board_pin_has_pwm(uint8_t pin) {
  return pin == 3 || pin == 5 || pin == 6 || (pin >= 9 && pin <= 11);
}

void board_pwm(uint8_t pin, uint8_t duty) {
  fake.duty[pin] = duty;
}

void board_pwm_off(uint8_t pin) {
  fake.duty[pin] = 0;
}

void board_servo(uint8_t pin, uint16_t microseconds) {
  fake.servo[pin] = microseconds;
}

void board_servo_off(uint8_t pin) {
  fake.servo[pin] = 0;
}

void board_adc_start(uint8_t channel) {
  fake.channel = channel;
}

bool board_adc_busy(void) {
  return false;
}

uint16_t board_adc_value(void) {
  return fake.analog[fake.channel];
}

void board_port_watch(uint8_t port, uint8_t mask) {
  fake.watched[port] = mask;
}

void board_lock(void) {}

void board_unlock(void) {}

void board_clock_start(const uint8_t next[], uint8_t place, bool was_low, bool active_low) {
  fake.clock.runs = true;
  fake.clock.next = next;
  fake.clock.place = place;
  fake.clock.was_low = was_low;
  fake.clock.active_low = active_low;
}

uint8_t board_clock_stop(bool *was_low) {
  fake.clock.runs = false;
  *was_low = fake.clock.was_low;
  return fake.clock.place;
}
