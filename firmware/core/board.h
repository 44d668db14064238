// The board: everything that the rest of the firmware needs from the hardware. Each folder of boards/ implements it.
#ifndef CARRYBIT_BOARD_H
#define CARRYBIT_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "board_facts.h"

// Serial port: 8 data bits, no parity, 1 stop bit, at 2,000,000 / divisor baud.

// Queues one byte; waits while the queue is full.
void board_send(uint8_t byte);
// Queues up to BOARD_SEND_RING bytes at once; waits while they do not all fit.
void board_send_all(const uint8_t bytes[], uint8_t length);
// How many bytes board_send takes without waiting.
uint8_t board_send_room(void);
// Waits until the last byte has left the wire, then changes the rate.
void board_set_divisor(uint16_t divisor);

// EEPROM, BOARD_EEPROM bytes. A read waits for a write in progress (at most 3.6 ms).
uint8_t board_eeprom_read(uint16_t address);
bool board_eeprom_busy(void);
// Starts one erase-and-write; only when not busy. Its end ends an idle sleep.
void board_eeprom_write(uint16_t address, uint8_t value);

// Milliseconds since reset, wrapping; and ticks of 1.024 ms, which may be asked for in an interrupt.
uint16_t board_millis(void);
uint8_t board_ticks(void);

// Pins, by Arduino number, in ports of eight, of which some have less. 0 and 1 belong to the serial port.
enum { BOARD_PORTS = (BOARD_PINS + 7) / 8, BOARD_ANALOG = BOARD_PINS - BOARD_FIRST_ANALOG };
enum board_pin_mode { BOARD_INPUT, BOARD_PULLUP, BOARD_OUTPUT, BOARD_ANALOG_INPUT };

void board_pin_mode(uint8_t pin, enum board_pin_mode mode);
void board_pin_write(uint8_t pin, bool high);
// The levels of pins 8·port … 8·port + 7, lowest first; 0 where there is no pin.
uint8_t board_port_read(uint8_t port);
bool board_pin_has_pwm(uint8_t pin);
// Duty 0 … 255 on an output pin with PWM; the other five PWM pins go on undisturbed.
void board_pwm(uint8_t pin, uint8_t duty);
// Takes the pin off its timer.
void board_pwm_off(uint8_t pin);
// Servo pulses of this many microseconds, 50 times a second, on pins 2 to 13, which then are outputs; and their end.
// The first servo takes timer 1 from the PWM of pins 9 and 10, which must be off; the last one returns it.
enum { BOARD_FIRST_SERVO = BOARD_FIRST_FREE };
void board_servo(uint8_t pin, uint16_t microseconds);
void board_servo_off(uint8_t pin);
void board_adc_start(uint8_t channel);
bool board_adc_busy(void);
uint16_t board_adc_value(void);

// The pins of `port` (bit by bit) whose changes end an idle sleep.
void board_port_watch(uint8_t port, uint8_t mask);

// Between these two the stand-alone interrupt (standalone.h) does not run.
void board_lock(void);
void board_unlock(void);

// Between these two CLK is served by the fast interrupt, which looks steps up in `next` (transitions.h) from `place` on
// and puts the output out; the pins are the usual ones. `was_low`: CLK was last seen inactive. `active_low`: so are A,
// B, CLK and RESET. Both are called locked; stopping returns the place come to.
void board_clock_start(const uint8_t next[], uint8_t place, bool was_low, bool active_low);
uint8_t board_clock_stop(bool *was_low);

#endif
