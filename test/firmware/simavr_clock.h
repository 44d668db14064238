// The stand-alone adder on simavr: from CLK to SUM.
#ifndef SIMAVR_CLOCK_H
#define SIMAVR_CLOCK_H

#include "networks.h"

// Cycles from a rising CLK to SUM, over random inputs and states.
void standalone(const struct net *net);
// The most cycles from an electronic CLK to SUM, idle and with traffic on the line; `net` is delay_net's.
void time_fast_clock(const struct net *net, uint64_t *idle, uint64_t *busy);
// Prints these two.
int clock_figures(void);

#endif
