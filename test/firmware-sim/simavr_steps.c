// Instructions on simavr, one by one.
//   simavr_steps operands         reads lines "opcode a b out sreg" (hexadecimal; b ff: none), executes the opcode for
//                                 all values of registers a and b, and writes registers out, out + 1 and SREG of each
//   simavr_steps trace MCU START FLASH COUNT
//                                 executes COUNT instructions of a flash image and writes after each the registers,
//                                 SREG, SP (two bytes, the lower first), PC (in words, four bytes), and the cycles it
//                                 took (two); at the end the memory from address START on
#include <simavr/sim_avr.h>
#include <simavr/sim_core.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static avr_t *chip(const char *mcu) {
  avr_t *avr = avr_make_mcu_by_name(mcu);
  if (!avr) {
    exit(1);
  }
  avr_init(avr);
  avr->frequency = 16000000;
  avr->log = LOG_NONE;
  avr->codeend = avr->flashend;
  return avr;
}

static uint8_t sreg_of(avr_t *avr) {
  uint8_t sreg;
  READ_SREG_INTO(avr, sreg);
  return sreg;
}

static void operands(avr_t *avr) {
  unsigned opcode, a, b, out, sreg;
  while (scanf("%x %x %x %x %x", &opcode, &a, &b, &out, &sreg) == 5) {
    avr->flash[0] = (uint8_t)opcode;
    avr->flash[1] = (uint8_t)(opcode >> 8);
    for (int left = 0; left < 256; left++) {
      for (int right = 0; right < (b == 0xff ? 1 : 256); right++) {
        avr->data[a] = (uint8_t)left;
        avr->data[b == 0xff ? a + 1 : b] = (uint8_t)right;
        SET_SREG_FROM(avr, sreg);
        avr->interrupt_state = 0;
        avr->state = cpu_Running;
        avr->pc = 0;
        avr_run_one(avr);
        putchar(avr->data[out]);
        putchar(avr->data[out + 1]);
        putchar(sreg_of(avr));
      }
    }
  }
}

static void put_word(unsigned value) {
  putchar(value & 0xff);
  putchar(value >> 8 & 0xff);
}

static void trace(avr_t *avr, unsigned start, const char *path, long count) {
  FILE *file = fopen(path, "rb");
  if (!file || fread(avr->flash, 1, avr->flashend + 1, file) != avr->flashend + 1) {
    exit(1);
  }
  fclose(file);
  memset(avr->data + start, 0, (size_t)avr->ramend + 1 - start);
  while (count--) {
    const avr_cycle_count_t before = avr->cycle;
    avr->pc = avr_run_one(avr);
    fwrite(avr->data, 1, 32, stdout);
    putchar(sreg_of(avr));
    put_word(avr->data[R_SPL] | avr->data[R_SPH] << 8);
    put_word(avr->pc / 2);
    put_word(avr->pc / 2 >> 16);
    put_word((unsigned)(avr->cycle - before));
  }
  fwrite(avr->data + start, 1, (size_t)avr->ramend + 1 - start, stdout);
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "operands")) {
    operands(chip("atmega328p"));
  } else if (argc == 6 && !strcmp(argv[1], "trace")) {
    trace(chip(argv[2]), (unsigned)atoi(argv[3]), argv[4], atol(argv[5]));
  } else {
    fprintf(stderr, "usage: simavr_steps operands | simavr_steps trace MCU START FLASH COUNT\n");
    return 2;
  }
  return 0;
}
