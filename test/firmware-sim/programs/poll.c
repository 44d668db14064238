/* Sends back every byte, by polling, and prints why it was reset first: 'R' and MCUSR. */
#include <avr/io.h>

static void put(uint8_t byte)
{
    while (!(UCSR0A & _BV(UDRE0))) {
    }
    UDR0 = byte;
}

int main(void)
{
    uint8_t cause = MCUSR;
    MCUSR = 0;
    UBRR0 = 16;
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    put('R');
    put(cause);
    for (;;) {
        if (UCSR0A & _BV(RXC0)) {
            put(UDR0);
        }
    }
}
