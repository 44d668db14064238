/*
 * For each byte '0' to '5' sends the 10 bit reading of that input, high byte first; 'f' reads A0 free running, twice.
 */
#include <avr/io.h>

static void put(uint8_t byte)
{
    while (!(UCSR0A & _BV(UDRE0))) {
    }
    UDR0 = byte;
}

static uint8_t get(void)
{
    while (!(UCSR0A & _BV(RXC0))) {
    }
    return UDR0;
}

static void send(void)
{
    uint16_t value = ADC;
    put((uint8_t)(value >> 8));
    put((uint8_t)value);
}

int main(void)
{
    UBRR0 = 1;
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    ADCSRA = _BV(ADEN) | 7;
    for (;;) {
        uint8_t command = get();
        if (command == 'f') {
            ADMUX = _BV(REFS0);
            ADCSRB = 0;
            ADCSRA |= _BV(ADATE) | _BV(ADSC);
            for (uint8_t n = 0; n < 2; n++) {
                while (!(ADCSRA & _BV(ADIF))) {
                }
                ADCSRA = _BV(ADEN) | _BV(ADATE) | _BV(ADIF) | 7;
                send();
            }
            ADCSRA = _BV(ADEN) | 7;
            while (ADCSRA & _BV(ADSC)) {
            }
        } else {
            ADMUX = _BV(REFS0) | (command & 15);
            ADCSRA |= _BV(ADSC);
            while (ADCSRA & _BV(ADSC)) {
            }
            send();
        }
    }
}
