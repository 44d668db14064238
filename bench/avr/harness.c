// One cell on the ATmega328P, run by a simulator: it pokes `state`, `in` and `steps`, and takes the time from
// GPIOR0 = 1 to GPIOR0 = 2. The least time, that of a cell that does nothing, is what the harness itself takes.
#include "contestant.h"

#include <avr/io.h>

cell_state state[STATES];
uint8_t in[MOST_IN], out[MOST_OUT];
uint8_t steps;
volatile uint32_t runs;  // no two rounds leave the chip alike, so no simulator can take the loop for an idle one

int main(void) {
  contestant_init();
  for (;;) {
    GPIOR0 = 1;
    contestant_run(steps);
    GPIOR0 = 2;
    runs++;
  }
}
