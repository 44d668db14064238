// Lines typed at the board's serial monitor, and what it replies.
#ifndef TYPED_H
#define TYPED_H

#include "host.h"

// What was sent is of no interest any more.
void forget(void);
void type(const char *line);
// What the board has sent since the last line was typed.
void replies(const char *text);
bool reply_has(const char *text);

void put_on_as(const struct net *net, const char *name);
void put_on(const struct net *net);

// Numbers and bits, over random networks; a part of test_monitor.
void test_typed_numbers(void);

#endif
