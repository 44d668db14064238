// Where states lie in the `app` that main.c has in RAM, for who looks into a simulated board. Compiled for its lines
// with arrows alone: the Makefile makes carrybit.symbols.json of them.
#include <stddef.h>

#include "app.h"

#define OFFSET(name, member) __asm__ volatile("-> " name " %0" : : "i"(offsetof(struct app, member)))
// As store_state finds them.
#define STATE(name, of) \
  OFFSET(name, link.store.places[(of) / STORE_STATES_BESIDE].states[(of) % STORE_STATES_BESIDE])

void symbols(void);

void symbols(void) {
  STATE("standaloneState", STORE_STANDALONE);
  STATE("streamState", STORE_STREAM);
}
