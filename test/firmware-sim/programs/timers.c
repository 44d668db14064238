/*
 * Timer commands over the UART, each answered by bytes: 'c' timer 0 in CTC mode past several matches: TIFR0; 'n' timer
 * 0 in normal mode past an overflow: TIFR0; 'i' waits for an edge at pin 8 and sends how far ICR1 is before TCNT1; 'e'
 * counts rising edges at pin 5 from now on with timer 1, 'r' sends the count; 'w' writes and reads 16 bit registers;
 * 'p' resets the prescaler and sends how far timer 0 has come with 1/64 in 400 cycles.
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

static void send(uint16_t word)
{
    put((uint8_t)(word >> 8));
    put((uint8_t)word);
}

int main(void)
{
    UBRR0 = 1;
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    for (;;) {
        uint8_t command = get();
        TCCR0A = TCCR0B = TCCR1A = 0;
        if (command == 'c' || command == 'n') {
            TCNT0 = 0;
            OCR0A = 99;
            OCR0B = 200;
            TCCR0A = command == 'c' ? _BV(WGM01) : 0;
            TIFR0 = 0xff;
            TCCR0B = _BV(CS01);
            _delay_us(450);
            put(TIFR0);
            TIFR0 = _BV(OCF0A);
            put(TIFR0);
        } else if (command == 'i') {
            TCCR1B = _BV(ICES1) | _BV(CS10);
            TIFR1 = 0xff;
            while (!(TIFR1 & _BV(ICF1))) {
            }
            uint16_t now = TCNT1;
            send(now - ICR1);
        } else if (command == 'e') {
            TCNT1 = 0;
            TCCR1B = _BV(CS12) | _BV(CS11) | _BV(CS10);
        } else if (command == 'r') {
            send(TCNT1);
        } else if (command == 'w') {
            TCCR1B = 0;
            TCNT1 = 0x1234;
            OCR1A = 0x5678;
            OCR1B = 0x9abc;
            ICR1 = 0xdef0;
            send(TCNT1);
            send(OCR1A);
            send(OCR1B);
            send(ICR1);
        } else if (command == 'p') {
            TCCR0B = _BV(CS01) | _BV(CS00);
            TCNT0 = 0;
            GTCCR = _BV(PSRSYNC);
            _delay_loop_1(130); /* 390 cycles */
            put(TCNT0);
            put(GTCCR);
        }
    }
}
