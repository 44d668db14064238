// A harness on simavr: simavr HEX, then a line for each run, `address=hex …:address,length …`: pokes the bytes,
// runs from GPIOR0 = 1 to 2, and prints the cycles and the bytes at the addresses after the colon.
#include <simavr/sim_avr.h>
#include <simavr/sim_hex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GPIOR0 = 0x3E };

static void run_until(avr_t *avr, uint8_t mark) {
  for (long guard = 0; avr->data[GPIOR0] != mark; guard++) {
    const int state = avr_run(avr);
    if (guard > 20000000 || state == cpu_Done || state == cpu_Crashed) {
      fprintf(stderr, "the program does not come to mark %d\n", mark);
      exit(1);
    }
  }
}

int main(int argc, char **argv) {
  uint32_t size, start;
  uint8_t *program = argc == 2 ? read_ihex_file(argv[1], &size, &start) : 0;
  avr_t *avr = program ? avr_make_mcu_by_name("atmega328p") : 0;
  if (!avr) {
    fprintf(stderr, "usage: simavr HEX\n");
    return 2;
  }
  avr_init(avr);
  avr->frequency = 16000000;
  avr->log = LOG_ERROR;
  memcpy(avr->flash + start, program, size);
  avr->codeend = avr->flashend;
  run_until(avr, 1);
  static char line[4096];
  while (fgets(line, sizeof line, stdin)) {
    run_until(avr, 2);
    char *peeks = strchr(line, ':');
    *peeks++ = 0;
    for (char *poke = strtok(line, " "); poke; poke = strtok(0, " ")) {
      unsigned address = (unsigned)strtoul(poke, &poke, 16), byte;
      for (poke++; sscanf(poke, "%2x", &byte) == 1; poke += 2) {
        avr->data[address++] = (uint8_t)byte;
      }
    }
    run_until(avr, 1);
    const uint64_t from = avr->cycle;
    run_until(avr, 2);
    printf("%llu ", (unsigned long long)(avr->cycle - from));
    for (char *peek = strtok(peeks, " \n"); peek; peek = strtok(0, " \n")) {
      unsigned address, length;
      sscanf(peek, "%x,%u", &address, &length);
      while (length--) {
        printf("%02x", avr->data[address++]);
      }
    }
    printf("\n");
    fflush(stdout);
  }
  return 0;
}
