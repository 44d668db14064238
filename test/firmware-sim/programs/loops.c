/*
 * Waits like an Arduino sketch: a millisecond counter by timer 0, and a main loop that does all sorts of things without
 * effect, and once in 50 ms sends a byte, toggles pin 13 and reads the ADC. For comparing runs with and without idle
 * skipping, cycle by cycle.
 */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>

static volatile uint32_t ticks;
static volatile uint8_t received;

ISR(TIMER0_OVF_vect)
{
    ticks++;
}

ISR(USART_RX_vect)
{
    received = UDR0;
}

static uint32_t now(void)
{
    uint8_t sreg = SREG;
    cli();
    uint32_t value = ticks;
    SREG = sreg;
    return value;
}

int main(void)
{
    uint32_t last = 0;
    static uint8_t table[20];
    UBRR0 = 34;
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
    DDRB = _BV(DDB5);
    TCCR0A = _BV(WGM01) | _BV(WGM00);
    TCCR0B = _BV(CS01) | _BV(CS00);
    TIMSK0 = _BV(TOIE0);
    ADCSRA = _BV(ADEN) | 7;
    wdt_enable(WDTO_250MS);
    sei();
    for (;;) {
        wdt_reset();
        uint8_t sum = 0;
        for (uint8_t pin = 0; pin < 20; pin++) {
            table[pin] = pin < 8 ? (PIND >> pin) & 1 : (PINC >> (pin & 7)) & 1;
            sum = (uint8_t)(sum + table[pin]);
        }
        if (now() - last > 49) {
            last = now();
            PINB = _BV(PINB5);
            ADMUX = _BV(REFS0);
            ADCSRA |= _BV(ADSC);
            while (ADCSRA & _BV(ADSC)) {
            }
            UDR0 = (uint8_t)(ADC + sum + received);
        }
    }
}
