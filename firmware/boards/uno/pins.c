// Ports (datasheet 14), PWM on the three timers (15, 16, 18), the analog-to-digital converter (24) and the
// pin-change masks (13).
#include <avr/interrupt.h>
#include <avr/io.h>

#include "avr.h"
#include "board.h"
#include "board_facts.h"

// Where the fast interrupt (clock_edge.S) looks up: the table's page, and its next place in it.
volatile uint8_t clock_page, clock_place;

static volatile uint8_t *input_register(uint8_t pin);
static uint8_t bit_of(uint8_t pin);
static void set_bits(volatile uint8_t *at, uint8_t bits, bool on);
static void connect(uint8_t pin, bool on);

void pins_init(void) {
  // Timer 0 is the clock's. 1 and 2: 8-bit phase-correct PWM, 16 MHz / 64 / 510 = 490 Hz.
  pwm_take_timer1();
  TCCR2A = _BV(WGM20);
  TCCR2B = _BV(CS22);
  ADMUX = _BV(REFS0);
  ADCSRA = _BV(ADEN) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0);  // 125 kHz: 104 µs a conversion
  PCICR = _BV(PCIE0) | _BV(PCIE1) | _BV(PCIE2);
}

void pwm_take_timer1(void) {
  TCCR1B = _BV(CS11) | _BV(CS10);
  TCCR1A = _BV(WGM10);
  TCNT1 = 0;  // beyond 255 it would count up to 65535 first
}

// These interrupts only wake the processor; main.c reads the pins. One instruction, which leaves the status register
// alone.
ISR(PCINT0_vect, ISR_NAKED) {
  note_work();
  reti();
}
ISR(PCINT1_vect, ISR_NAKED) {
  note_work();
  reti();
}

void board_lock(void) {
  PCICR &= (uint8_t)~_BV(PCIE2);
}

void board_unlock(void) {
  PCICR |= _BV(PCIE2);
}

void board_clock_start(const uint8_t next[], uint8_t place, bool was_low, bool active_low) {
  clock_page = (uint8_t)((uint16_t)next >> 8);
  clock_place = place;
  if (active_low) {
    GPIOR0 |= _BV(NOTE_ACTIVE_LOW);
    if (was_low) {
      GPIOR0 |= _BV(NOTE_STEP_IF_LOW);
    }
  } else if (was_low) {
    GPIOR0 |= _BV(NOTE_STEP_IF_HIGH);
  }
  __asm__ volatile("" ::: "memory");  // from the next instruction on these are the interrupt's
  GPIOR0 |= _BV(NOTE_FAST_CLOCK);
}

uint8_t board_clock_stop(bool *was_low) {
  GPIOR0 &= (uint8_t)~_BV(NOTE_FAST_CLOCK);
  *was_low = GPIOR0 & (_BV(NOTE_STEP_IF_HIGH) | _BV(NOTE_STEP_IF_LOW));
  GPIOR0 &= (uint8_t)~_BV(NOTE_STEP_IF_HIGH);
  GPIOR0 &= (uint8_t)~_BV(NOTE_STEP_IF_LOW);
  GPIOR0 &= (uint8_t)~_BV(NOTE_ACTIVE_LOW);
  return clock_place;
}

void board_port_watch(uint8_t port, uint8_t mask) {
  if (port == 0) {
    PCMSK2 = mask;
  } else if (port == 1) {
    PCMSK0 = mask & 0x3F;
    PCMSK1 = (uint8_t)((PCMSK1 & 0x3C) | mask >> 6);
  } else {
    PCMSK1 = (uint8_t)((PCMSK1 & 0x03) | mask << 2);
  }
}

void board_pin_mode(uint8_t pin, enum board_pin_mode mode) {
  volatile uint8_t *in = input_register(pin);
  const uint8_t bit = bit_of(pin);
  set_bits(in + 1, bit, mode == BOARD_OUTPUT);
  set_bits(in + 2, bit, mode == BOARD_PULLUP);
}

void board_pin_write(uint8_t pin, bool high) {
  set_bits(input_register(pin) + 2, bit_of(pin), high);
}

// Firmata counts eight pins to a port: A0 and A1, pins 14 and 15, end its port 1 after port B's six.
uint8_t board_port_read(uint8_t port) {
  if (port == 0) {
    return PIND;
  }
  const uint8_t analog = PINC & 0x3F;
  return (uint8_t)(port == 1 ? (PINB & 0x3F) | analog << 6 : analog >> 2);
}

bool board_pin_has_pwm(uint8_t pin) {
  return pin == 3 || pin == 5 || pin == 6 || (pin >= 9 && pin <= 11);
}

void board_pwm(uint8_t pin, uint8_t duty) {
  // Fully off and fully on are plain levels: fast PWM at duty 0 would leave a spike every period.
  if (duty == 0 || duty == 255) {
    connect(pin, false);
    board_pin_write(pin, duty != 0);
    return;
  }
  switch (pin) {
    case 3:
      OCR2B = duty;
      break;
    case 5:
      OCR0B = duty;
      break;
    case 6:
      OCR0A = duty;
      break;
    case 9:
      OCR1A = duty;
      break;
    case 10:
      OCR1B = duty;
      break;
    case 11:
      OCR2A = duty;
      break;
    default:
      return;
  }
  connect(pin, true);
}

void board_pwm_off(uint8_t pin) {
  connect(pin, false);
}

void board_adc_start(uint8_t channel) {
  ADMUX = (uint8_t)(_BV(REFS0) | channel);
  ADCSRA |= _BV(ADSC);
}

bool board_adc_busy(void) {
  return ADCSRA & _BV(ADSC);
}

uint16_t board_adc_value(void) {
  return ADC;
}

// Connects a pin to its timer (non-inverting) or leaves it to its port.
static void connect(uint8_t pin, bool on) {
  volatile uint8_t *control = pin == 3 || pin == 11   ? &TCCR2A
                              : pin == 5 || pin == 6  ? &TCCR0A
                              : pin == 9 || pin == 10 ? &TCCR1A
                                                      : 0;
  if (control) {
    const bool is_a = pin == 6 || pin == 9 || pin == 11;
    set_bits(control, is_a ? _BV(COM0A1) : _BV(COM0B1), on);
  }
}

// PINx; DDRx and PORTx are the two registers after it.
static volatile uint8_t *input_register(uint8_t pin) {
  return pin < 8 ? &PIND : pin < BOARD_FIRST_ANALOG ? &PINB : &PINC;
}

static uint8_t bit_of(uint8_t pin) {
  uint8_t bit = 1;
  for (uint8_t shift = pin < 8 ? pin : pin < BOARD_FIRST_ANALOG ? (uint8_t)(pin - 8) : (uint8_t)(pin - 14); shift;
       shift--) {
    bit = (uint8_t)(bit << 1);
  }
  return bit;
}

// Read-modify-write with interrupts off: the stand-alone interrupt writes PORTB too.
static void set_bits(volatile uint8_t *at, uint8_t bits, bool on) {
  const uint8_t before = SREG;
  cli();
  *at = (uint8_t)(on ? *at | bits : *at & ~bits);
  SREG = before;
}
