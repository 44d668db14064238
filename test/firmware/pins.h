// The stand-alone adder's pins: a network there, levels, and buttons that bounce.
#ifndef PINS_H
#define PINS_H

#include "host.h"

// Pins of inputs, CLK, RESET and outputs: of the network that was started last, and where nothing is chosen.
extern uint8_t roles[10];
extern const uint8_t usual_roles[10];
extern bool is_active_low;
#define CLK (1 << roles[4])
#define RESET (1 << roles[5])

struct net net_with(int inputs, int hidden, int outputs, int pins);
// Puts a network on the board, whose pins `roles` then has.
void start(const struct net *net, const char *name);
// The pin-change interrupt, at levels by which 1 is active.
bool look(int levels, uint8_t *output);
int levels_of(unsigned input);

// A random stream, clocked without bounces; `fresh`: no step was taken before it.
void adds_on_rising_edges(const struct net *net, bool fresh);
// A random stream, clocked by a button that bounces.
void one_press_is_one_step(const struct net *net);

#endif
