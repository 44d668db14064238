/*
 * Reads and writes registers as it is told over the serial port (1 Mbit/s), for the tests of SPI and TWI, and counts
 * their interrupts in GPIOR0 and GPIOR1. "w" ADDRESS VALUE writes; "r" ADDRESS reads and answers; both repeat
 * themselves.
 */
#include <avr/interrupt.h>
#include <avr/io.h>

ISR(SPI_STC_vect)
{
    GPIOR0++;
}

ISR(TWI_vect)
{
    GPIOR1++;
    // It stays until TWINT is cleared, which goes on with the bus.
    TWCR &= ~(_BV(TWIE) | _BV(TWINT));
}

static uint8_t receive(void)
{
    while (!(UCSR0A & _BV(RXC0)))
        ;
    return UDR0;
}

static void send(uint8_t byte)
{
    while (!(UCSR0A & _BV(UDRE0)))
        ;
    UDR0 = byte;
}

int main(void)
{
    UBRR0 = 1;
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    sei();
    for (;;) {
        uint8_t command = receive();
        volatile uint8_t *address = (volatile uint8_t *)(uint16_t)receive();
        if (command == 'w')
            *address = receive();
        else
            send(*address);
        send(command);
    }
}
