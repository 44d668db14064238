/* Powers down; a falling edge at pin 2 (level, INT0) wakes it up, and it sends 'w'. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

ISR(INT0_vect)
{
    EIMSK = 0;
}

int main(void)
{
    UBRR0 = 1;
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    TCCR1B = _BV(CS10);
    PORTD = _BV(PORTD2);
    set_sleep_mode(SLEEP_MODE_PWR_DOWN);
    for (;;) {
        EIMSK = _BV(INT0);
        sei();
        uint16_t before = TCNT1;
        sleep_mode();
        cli();
        uint16_t ticks = TCNT1 - before;
        UDR0 = 'w';
        while (!(UCSR0A & _BV(UDRE0))) {
        }
        UDR0 = ticks > 255 ? 255 : (uint8_t)ticks;
        while (!(UCSR0A & _BV(TXC0))) {
        }
        UCSR0A |= _BV(TXC0);
    }
}
