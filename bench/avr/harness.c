// One cell on the ATmega328P, run by a simulator, which writes `state`, `in` and `steps` and measures the time from
// GPIOR0 = 1 to GPIOR0 = 2. The time of an empty cell is the harness's own.
#include "contestant.h"

#include <avr/io.h>

cell_state state[STATES];
uint8_t in[MAX_IN], out[MAX_OUT];
uint8_t steps;
volatile uint32_t runs;  // differs in each round, so that no simulator skips the loop as idle

int main(void) {
  contestant_init();
  for (;;) {
    GPIOR0 = 1;
    contestant_run(steps);
    GPIOR0 = 2;
    runs++;
  }
}
