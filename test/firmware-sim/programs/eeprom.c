/*
 * Commands over the UART: 'W' address data (erase and write), 'E' address (erase), 'P' address data (write only),
 * 'R' address (sends the byte). Answers 'k' when done. One address byte: 0 to 255.
 */
#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/io.h>

/* Commands may follow each other faster than the EEPROM. */
static volatile uint8_t queue[256];
static volatile uint8_t head;
static uint8_t tail;

ISR(USART_RX_vect)
{
    queue[head++] = UDR0;
}

static void put(uint8_t byte)
{
    while (!(UCSR0A & _BV(UDRE0))) {
    }
    UDR0 = byte;
}

static uint8_t get(void)
{
    while (tail == head) {
    }
    return queue[tail++];
}

static void program(uint8_t mode, uint8_t address, uint8_t data)
{
    EEAR = address;
    EEDR = data;
    EECR = mode;
    cli();
    EECR |= _BV(EEMPE);
    EECR |= _BV(EEPE);
    sei();
    eeprom_busy_wait();
    EECR = 0;
    put('k');
}

int main(void)
{
    UBRR0 = 1; /* 1 Mbaud */
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
    sei();
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
