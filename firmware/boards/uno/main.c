// carrybit on an Arduino Uno (ATmega328P, 16 MHz): start-up, the main loop, and the stand-alone interrupt.
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/power.h>
#include <avr/sleep.h>
#include <avr/wdt.h>

#include "app.h"
#include "avr.h"
#include "board.h"

// Its first members are the networks, which the fast path needs on whole pages of RAM: the Makefile puts it
// next to the receive ring, which is first. (An alignment of 256 would make the assembler fill its last page, too.)
static struct app app;

// After a watchdog reset the watchdog goes on with its shortest time (datasheet 10.8): off before anything.
void stop_watchdog(void) __attribute__((naked, used, section(".init3")));
void stop_watchdog(void) {
  MCUSR = 0;
  wdt_disable();
}

// CLK or RESET has changed, or a reported pin has and only ends a sleep: clock_edge.S comes here unless the clock is
// fast. Other interrupts may come in between, so that a long step loses no serial byte; this one may not.
void __vector_slow_clock(void) __attribute__((signal, used, externally_visible));
void __vector_slow_clock(void) {
  const uint8_t port = PIND;
  PCICR &= (uint8_t)~_BV(PCIE2);
  sei();
  uint8_t output;
  if (standalone_look(&app.standalone, port, &output)) {
    // Output bits are pins 8 to 13, and so are those of port B.
    const uint8_t *bits = app.standalone.wiring.bits + WIRING_FIRST_OUTPUT;
    const uint8_t outputs = app.standalone.network->outputs;
    for (uint8_t o = 0; o < outputs; o++) {
      const uint8_t bit = bits[o];
      cli();
      PORTB = (uint8_t)((output >> o) & 1 ? PORTB | bit : PORTB & ~bit);
      sei();
    }
  }
  cli();
  note_work();
  PCICR |= _BV(PCIE2);
}

// At most the bytes of one message, so that the work in the background continues, too.
static void receive(void) {
  const uint8_t *bytes;
  uint8_t left = MAX_SYSEX_BYTES, count;
  while (left && (count = uart_received(&bytes)) != 0) {
    uint8_t taken = app_fill(&app, bytes, count < left ? count : left);
    if (taken) {
      uart_taken(taken);
    } else {
      const uint8_t byte = *bytes;
      uart_taken(taken = 1);
      app_feed(&app, byte);
    }
    left = (uint8_t)(left - taken);
  }
}

// It never returns, so it saves no registers: the stack needs their place.
int main(void) __attribute__((OS_main));
int main(void) {
  wdt_enable(WDTO_1S);
  power_twi_disable();
  power_spi_disable();
  ACSR = _BV(ACD);
  SMCR = _BV(SE);  // sleep means idle: only the processor stops (datasheet 9.3)
  uart_init();
  clock_init();
  pins_init();
  sei();
  app_init(&app);
  for (;;) {
    wdt_reset();
    for (uint8_t errors = uart_framing_errors(); errors; errors--) {
      app_framing_error(&app);
    }
    if (uart_overrun()) {
      app_overrun(&app);
    }
    receive();
    forget_work();
    app_poll(&app);
    if (app_may_sleep(&app)) {
      sleep_until_work();
    }
  }
}
