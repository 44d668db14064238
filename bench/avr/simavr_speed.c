// How fast simavr is: simavr_speed HEX CYCLES runs so many cycles, and prints the seconds of processor time and what is
// in GPIOR1 and GPIOR2 then.
#include <simavr/sim_avr.h>
#include <simavr/sim_hex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { GPIOR1 = 0x4A, GPIOR2 = 0x4B };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

int main(int argc, char **argv) {
  uint32_t size, start;
  uint8_t *program = argc == 3 ? read_ihex_file(argv[1], &size, &start) : 0;
  avr_t *avr = program ? avr_make_mcu_by_name("atmega328p") : 0;
  if (!avr) {
    fprintf(stderr, "usage: simavr_speed HEX CYCLES\n");
    return 2;
  }
  avr_init(avr);
  avr->frequency = 16000000;
  avr->log = LOG_ERROR;
  memcpy(avr->flash + start, program, size);
  avr->codeend = avr->flashend;
  const avr_cycle_count_t end = strtoull(argv[2], 0, 10);
  const double from = now();
  while (avr->cycle < end) {
    avr_run(avr);
  }
  printf("%f %d %d\n", now() - from, avr->data[GPIOR1], avr->data[GPIOR2]);
  return 0;
}
