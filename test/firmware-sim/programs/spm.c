/*
 * A boot loader that does one thing a byte, for the tests of self-programming. All of it lies in the boot loader
 * section, since nothing else can be executed while a page is programmed. Numbers are sent and answered as bytes, high
 * byte first.
 */
#include <avr/boot.h>
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/pgmspace.h>

#define BOOT __attribute__((section(".bootloader")))

int main(void)
{
    __asm__ volatile("jmp 0x7000");
    return 0;
}

static uint8_t receive(void) BOOT;
static void send(uint8_t byte) BOOT;
static uint16_t receive16(void) BOOT;
static void loop(void) BOOT __attribute__((noreturn));

__attribute__((section(".bootstart"), naked, used)) void boot_start(void)
{
    __asm__ volatile("clr r1");
    UBRR0 = 1;
    UCSR0A = _BV(U2X0);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    loop();
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

static uint16_t receive16(void)
{
    uint16_t high = receive();
    return high << 8 | receive();
}

static void loop(void)
{
    for (;;) {
        uint8_t command = receive();
        uint16_t address;
        switch (command) {
        case 'f':  // fill a word of the buffer
            address = receive16();
            boot_page_fill(address, receive16());
            break;
        case 'e':  // erase a page
            boot_page_erase(receive16());
            break;
        case 'w':  // write a page
            boot_page_write(receive16());
            break;
        case 'b':  // wait until it is done, and count the rounds
            address = 0;
            while (boot_spm_busy())
                address++;
            send(address >> 8);
            send(address);
            break;
        case 'n':  // let the section be read again
            boot_rww_enable();
            break;
        case 's':  // status
            send(SPMCSR);
            break;
        case 'r':  // read a byte
            send(pgm_read_byte(receive16()));
            break;
        case 'l':  // fuses and lock bits: low, lock, extended, high
            for (address = 0; address < 4; address++)
                send(boot_lock_fuse_bits_get(address));
            break;
        case 'k':  // set boot lock bits, those that are 1
            boot_lock_bits_set(receive());
            break;
        case 'g':  // signature and calibration
            send(boot_signature_byte_get(0));
            send(boot_signature_byte_get(2));
            send(boot_signature_byte_get(4));
            break;
        case 'E':  // start programming EEPROM byte 0
            EEAR = 0;
            EEDR = 0x5a;
            EECR |= _BV(EEMPE);
            EECR |= _BV(EEPE);
            break;
        case 'L': {  // SPM six cycles after SPMCSR: too late
            register uint16_t z __asm__("r30") = receive16();
            __asm__ volatile("out %0, %1\n nop\n nop\n nop\n nop\n nop\n nop\n spm"
                             : : "I"(_SFR_IO_ADDR(SPMCSR)), "r"((uint8_t)(_BV(PGERS) | _BV(SELFPRGEN))), "r"(z));
            break;
        }
        case 'i':  // which interrupt vectors count
            MCUCR = _BV(IVCE);
            MCUCR = _BV(IVSEL);
            send(MCUCR);
            break;
        case 'j':  // the same without the change enabled
            MCUCR = 0;
            send(MCUCR);
            break;
        }
        send(command);
    }
}
