/*
 * Commands over the UART: 'W' address data (erase and write), 'E' address (erase), 'P' address data (write only),
 * 'R' address (sends the byte). Answers 'k' when done. One address byte: 0 to 255.
 */
#include <avr/eeprom.h>
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

static void program(uint8_t mode, uint8_t address, uint8_t data)
{
    EEAR = address;
    EEDR = data;
    EECR = mode;
    EECR |= _BV(EEMPE);
    EECR |= _BV(EEPE);
    eeprom_busy_wait();
    EECR = 0;
    put('k');
}

int main(void)
{
    UBRR0 = 1; /* 1 Mbaud */
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    for (;;) {
        uint8_t command = get();
        uint8_t address = get();
        if (command == 'W') {
            program(0, address, get());
        } else if (command == 'E') {
            program(_BV(EEPM0), address, 0);
        } else if (command == 'P') {
            program(_BV(EEPM1), address, get());
        } else {
            put(eeprom_read_byte((const uint8_t *)(uint16_t)address));
        }
    }
}
