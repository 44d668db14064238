/*
 * Sends 'R' and MCUSR at each start, and after a watchdog reset the WDTCSR found. Then byte commands: 'p' pets the
 * watchdog for 100 ms in a loop, 'h' hangs, 'i' turns to interrupt mode and sends '!' from the interrupt, 'b' to
 * interrupt and reset mode, 'c' the same with interrupts off, 'w' to reset mode with petting, 'x' hangs as it is.
 */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>
#include <util/delay.h>

static void put(uint8_t byte)
{
    while (!(UCSR0A & _BV(UDRE0))) {
    }
    UDR0 = byte;
}

ISR(WDT_vect)
{
    put('!');
}

static void mode(uint8_t bits)
{
    cli();
    wdt_reset();
    WDTCSR = _BV(WDCE) | _BV(WDE);
    WDTCSR = bits;
    sei();
}

int main(void)
{
    uint8_t cause = MCUSR;
    uint8_t control = WDTCSR;
    MCUSR = 0;
    mode(0);
    UBRR0 = 1;
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    put('R');
    put(cause);
    put(control);
    for (;;) {
        while (!(UCSR0A & _BV(RXC0))) {
            wdt_reset();
            for (uint8_t n = 0; n < 250; n++) {
                __asm__ volatile("nop");
            }
        }
        uint8_t command = UDR0;
        if (command == 'p') {
            mode(_BV(WDE) | _BV(WDP0)); /* 32 ms */
            for (uint8_t n = 0; n < 10; n++) {
                _delay_ms(10);
                wdt_reset();
            }
            put('p');
        } else if (command == 'w') {
            mode(_BV(WDE)); /* 16 ms, petted by the loop above for as long as nothing arrives */
        } else if (command == 'h') {
            mode(_BV(WDE)); /* 16 ms */
            for (;;) {
            }
        } else if (command == 'i') {
            mode(_BV(WDIE) | _BV(WDP1)); /* 64 ms */
            for (uint8_t n = 0; n < 20; n++) {
                _delay_ms(10);
            }
            mode(0);
        } else if (command == 'b') {
            mode(_BV(WDIE) | _BV(WDE));
            for (;;) {
            }
        } else if (command == 'c') {
            mode(_BV(WDIE) | _BV(WDE));
            cli();
            for (;;) {
            }
        } else if (command == 'x') {
            for (;;) {
            }
        }
    }
}
