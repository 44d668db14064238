/*
 * Sends back every byte, by interrupt, at the rate in BAUD_DIVISOR (UBRR0 with U2X0) given in the first EEPROM bytes.
 */
#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

ISR(USART_RX_vect)
{
    uint8_t byte = UDR0;
    while (!(UCSR0A & _BV(UDRE0))) {
    }
    UDR0 = byte;
}

int main(void)
{
    uint16_t divisor = eeprom_read_word((const uint16_t *)0);
    UBRR0 = divisor == 0xffff ? 16 : divisor; /* 117647 baud */
    UCSR0A = _BV(U2X0);
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
    sei();
    for (;;) {
        sleep_mode();
    }
}
