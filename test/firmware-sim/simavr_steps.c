// Instructions on simavr, one by one.
//   simavr_steps operands         reads lines "opcode a b out sreg" (hexadecimal; b ff: none), executes the opcode for
//                                 all values of registers a and b, and writes registers out, out + 1 and SREG of each
//   simavr_steps trace HEX COUNT  executes COUNT instructions and writes after each the registers, SREG, SP, PC (a word
//                                 each, lower byte first) and the cycles it took; at the end the memory from 0x100 on
#include <simavr/sim_avr.h>
#include <simavr/sim_core.h>
#include <simavr/sim_hex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static avr_t *chip(void) {
  avr_t *avr = avr_make_mcu_by_name("atmega328p");
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

static void trace(avr_t *avr, const char *hex, long count) {
  uint32_t size, start;
  uint8_t *program = read_ihex_file(hex, &size, &start);
  if (!program) {
    exit(1);
  }
  memset(avr->flash, 0xff, avr->flashend + 1);
  memcpy(avr->flash + start, program, size);
  memset(avr->data + 0x100, 0, (size_t)avr->ramend + 1 - 0x100);
  while (count--) {
    const avr_cycle_count_t before = avr->cycle;
    avr->pc = avr_run_one(avr);
    fwrite(avr->data, 1, 32, stdout);
    putchar(sreg_of(avr));
    put_word(avr->data[R_SPL] | avr->data[R_SPH] << 8);
    put_word(avr->pc / 2);
    put_word((unsigned)(avr->cycle - before));
  }
  fwrite(avr->data + 0x100, 1, (size_t)avr->ramend + 1 - 0x100, stdout);
}

int main(int argc, char **argv) {
  avr_t *avr = chip();
  if (argc == 2 && !strcmp(argv[1], "operands")) {
    operands(avr);
  } else if (argc == 4 && !strcmp(argv[1], "trace")) {
    trace(avr, argv[2], atol(argv[3]));
  } else {
    fprintf(stderr, "usage: simavr_steps operands | simavr_steps trace HEX COUNT\n");
    return 2;
  }
  return 0;
}
