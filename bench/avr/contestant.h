// What a contestant does: steps the network over `steps` pairs from `in`, leaves the sums in `out` and the last
// state in `state`. Pairs and sums come packed as in stream messages, or one to a byte, as the contestant likes.
#ifndef CONTESTANT_H
#define CONTESTANT_H

#include <stdint.h>

#include "cell_state.h"  // written by programs.mjs: `typedef int8_t cell_state;` or float, and STATES

enum { MAX_IN = 174, MAX_OUT = 174 };

extern cell_state state[STATES];
extern uint8_t in[MAX_IN], out[MAX_OUT];

void contestant_init(void);
void contestant_run(uint8_t steps);

#endif
