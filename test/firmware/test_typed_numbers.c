#include <stdio.h>
#include <string.h>

#include "typed.h"

// Numbers through the specification's cell, as the board says them.
static void expected_reply(const struct net *net, const uint32_t numbers[], char *text) {
  uint32_t all = 0;
  for (int i = 0; i < net->inputs; i++) {
    all |= numbers[i];
    text += sprintf(text, "%s%u", i ? " " : "", numbers[i]);
  }
  int steps = net->inputs == 1 ? 0 : net->inputs == 2 ? 1 : 2;
  do {
    all >>= 1;
    steps++;
  } while (all);
  uint32_t outputs[4] = {0};
  int8_t state[NET_HIDDEN];
  memcpy(state, net->initial, NET_HIDDEN);
  for (int step = 0; step < steps; step++) {
    unsigned input = 0;
    for (int i = 0; i < net->inputs; i++) {
      input |= ((numbers[i] >> step) & 1) << i;
    }
    const unsigned output = reference_step(net, state, input);
    for (int o = 0; o < net->outputs; o++) {
      outputs[o] |= ((output >> o) & 1) << step;
    }
  }
  text += sprintf(text, " -> ");
  for (int o = 0; o < net->outputs; o++) {
    text += sprintf(text, "%s", o ? ", " : "");
    for (int step = steps; step--;) {
      text += sprintf(text, "%u", (outputs[o] >> step) & 1);
    }
    text += sprintf(text, " = %u", outputs[o]);
  }
  sprintf(text, "\r\n");
}

static struct net random_sizes(void) {
  const int inputs = random_in(1, 4), outputs = random_in(1, 4);
  return random_net(inputs, random_in(1, most_hidden(inputs, outputs)), outputs, false);
}

static void adds_numbers(void) {
  for (int run = 0; run < 400; run++) {
    struct net net = random_sizes();
    put_on(&net);
    uint32_t numbers[4];
    char line[80], *end = line, text[400];
    for (int i = 0; i < net.inputs; i++) {
      numbers[i] = random32() % (run % 3 ? 1000000000u : 20u);
      end += sprintf(end, "%s%u", i ? " " : "", numbers[i]);
    }
    sprintf(end, run % 2 ? "\n" : "\r\n");
    // Of a network with one input, 0 and 1 are a step, and so is 10 of one with two.
    if (net.inputs == 1) {
      numbers[0] += numbers[0] < 2 ? 2 : 0;
      sprintf(line, "%u\n", numbers[0]);
    }
    expected_reply(&net, numbers, text);
    type(line);
    replies(text);
  }
}

static void steps_bit_by_bit(void) {
  for (int run = 0; run < 100; run++) {
    const struct net net = random_sizes();
    put_on(&net);
    int8_t state[NET_HIDDEN];
    memcpy(state, net.initial, NET_HIDDEN);
    for (int step = 0; step < 20; step++) {
      char line[8], text[32], *at = text;
      const unsigned input = random32() & ((1u << net.inputs) - 1);
      for (int i = 0; i < net.inputs; i++) {
        line[i] = (char)('0' + ((input >> i) & 1));
      }
      line[net.inputs] = '\n';
      line[net.inputs + 1] = 0;
      at += sprintf(at, "%.*s -> ", net.inputs, line);
      const unsigned output = reference_step(&net, state, input);
      for (int o = 0; o < net.outputs; o++) {
        at += sprintf(at, "%u", (output >> o) & 1);
      }
      sprintf(at, "\r\n");
      type(line);
      replies(text);
      if (random32() % 8 == 0) {
        type("ReSet\n");
        replies("the next step is a first one\r\n");
        memcpy(state, net.initial, NET_HIDDEN);
      }
      if (random32() % 8 == 0) {
        memcpy(state, net.initial, NET_HIDDEN);
        for (int bit = 0; bit < net.inputs + 2; bit++) {
          unsigned all = 0;
          for (int i = 0; i < net.inputs; i++) {
            all |= ((unsigned)(5 + i) >> bit & 1) << i;
          }
          reference_step(&net, state, all);
        }
        type(net.inputs == 1 ? "5\n" : net.inputs == 2 ? "5 6\n" : net.inputs == 3 ? "5 6 7\n" : "5 6 7 8\n");
      }
    }
  }
}

// 13 + 4 of an adder, and so with the signs of the others; another task's sign is refused.
static void takes_the_sign_of_the_task(void) {
  const char *names[] = {"adder", "subtractor", "comparator", "test", "adders", "adde", "a"}, signs[] = "+->";
  for (int name = 0; name < 7; name++) {
    const struct net net = random_net(2, 3, 1, true);
    put_on_as(&net, names[name]);
    for (int sign = 0; sign < 3; sign++) {
      const char *forms[] = {"13 %c 4", "13%c4", "13 %c4", "13%c 4"};
      for (int form = 0; form < 4; form++) {
        const uint32_t numbers[] = {13, 4};
        char line[16], due[400], text[440];
        sprintf(line, forms[form], signs[sign]);
        expected_reply(&net, numbers, due);
        sprintf(text, "%s%s", line, strstr(due, " -> "));
        type(line);
        type("\n");
        replies(name == sign ? text : "expected 2 numbers of at most 9 digits, or 2 bits in a row, or help\r\n");
      }
    }
  }
  const struct net net = random_net(2, 3, 1, true);
  put_on_as(&net, "adder");
  const char *wrong[] = {"13 +\n", "13 + + 4\n", "13 ++ 4\n", "+ 13 4\n", "13 4 +\n", "13 + 4 + 1\n", "13 + 4 = 17\n"};
  for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    type(wrong[i]);
    replies("expected 2 numbers of at most 9 digits, or 2 bits in a row, or help\r\n");
  }
  type("plot 2 + 3\n");
  CHECK(reply_has("a:0,b:1,y1:"));
}

void test_typed_numbers(void) {
  adds_numbers();
  steps_bit_by_bit();
  takes_the_sign_of_the_task();
}
