/*
 * Pin 2 in, with pull-up, to pin 3 out, by polling; pin 4 in without pull-up to pin 5 out; INT1 is free, so pin 8
 * toggles in a pin change interrupt of A0; pin 7 shows external interrupt INT0's falling edges by a pulse.
 */
#include <avr/interrupt.h>
#include <avr/io.h>

ISR(INT0_vect)
{
    PORTD |= _BV(PORTD7);
    PORTD &= (uint8_t)~_BV(PORTD7);
}

ISR(PCINT1_vect)
{
    PINB = _BV(PINB0);
}

int main(void)
{
    DDRB = _BV(DDB0);
    PORTD = _BV(PORTD2);
    DDRD = _BV(DDD3) | _BV(DDD5) | _BV(DDD7);
    EICRA = _BV(ISC01);
    EIMSK = _BV(INT0);
    PCMSK1 = _BV(PCINT8);
    PCICR = _BV(PCIE1);
    sei();
    for (;;) {
        uint8_t in = PIND;
        cli();
        if (in & _BV(PIND2)) {
            PORTD |= _BV(PORTD3);
        } else {
            PORTD &= (uint8_t)~_BV(PORTD3);
        }
        if (in & _BV(PIND4)) {
            PORTD |= _BV(PORTD5);
        } else {
            PORTD &= (uint8_t)~_BV(PORTD5);
        }
        sei();
    }
}
