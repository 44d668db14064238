/*
 * What a USART must not do. For each 'B' received: waits until the next byte is pending, writes UCSR0B and UCSR0A, and
 * only then reads that byte and sends it back. For 'O': reads nothing for 6 ms, then sends for each of the characters
 * in the buffer UCSR0A and the character, and a dot.
 */
#include <avr/io.h>
#include <util/delay.h>

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

int main(void)
{
    UBRR0 = 103; /* 19231 baud: 10 bits take 8320 cycles */
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    for (;;) {
        uint8_t command = get();
        if (command == 'B') {
            while (!(UCSR0A & _BV(RXC0))) {
            }
            UCSR0B = _BV(RXEN0) | _BV(TXEN0);
            UCSR0A = _BV(U2X0);
            put(UCSR0A & _BV(UDRE0) ? 'e' : '-');
            put(UCSR0A & _BV(RXC0) ? 'c' : '-');
            put(UDR0);
        } else if (command == 'O') {
            _delay_ms(6);
            while (UCSR0A & _BV(RXC0)) {
                uint8_t status = UCSR0A;
                uint8_t byte = UDR0;
                put(status & (_BV(RXC0) | _BV(DOR0) | _BV(FE0)));
                put(byte);
            }
            put('.');
        }
    }
}
