/*
 * Pin 13 toggles every 10 ms by timer 1 in CTC mode, in its interrupt; OC1A (pin 9) in hardware at the same compare
 * value; pin 6 is a fast PWM with 64 of 256 ticks high, pin 11 a phase correct one with 100 of 255.
 * The CPU sleeps in between.
 */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

ISR(TIMER1_COMPA_vect)
{
    PINB = _BV(PINB5);
}

int main(void)
{
    DDRB = _BV(DDB5) | _BV(DDB1) | _BV(DDB3);
    DDRD = _BV(DDD6);
    OCR1A = 19999;
    TIMSK1 = _BV(OCIE1A);
    TCCR1A = _BV(COM1A0);
    TCCR1B = _BV(WGM12) | _BV(CS11);
    OCR0A = 63;
    TCCR0A = _BV(COM0A1) | _BV(WGM01) | _BV(WGM00);
    TCCR0B = _BV(CS01) | _BV(CS00);
    OCR2A = 100;
    TCCR2A = _BV(COM2A1) | _BV(WGM20);
    TCCR2B = _BV(CS22);
    sei();
    for (;;) {
        sleep_mode();
    }
}
