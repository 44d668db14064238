// The firmware on simavr: `make -C firmware simavr`.
//   simavr_test HEX [CELL FOLLOW]   boot, update, probes and streams against the specification's cell, stand-alone
//                                   pins, stack depth; with the addresses of cell_adder_stream and
//                                   transitions_follow, their cycles too
//   simavr_test HEX --clock         cycles from an electronic CLK to SUM: idle, and with traffic on the line
//   simavr_test HEX --bridge        serial port on stdin and stdout, at the simulated board's own pace
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image.h"
#include "reply.h"
#include "simavr_clock.h"
#include "simavr_link.h"

enum { MAX_STACK_BYTES = 200 };

static void probe(const struct net *net, int messages) {
  const int record = 2 * net->hidden + 1, records = 58 / record, top = (1 << (net->state_bits - 1)) - 1;
  for (int run = 0; run < messages; run++) {
    uint8_t payload[60] = {0};
    int8_t states[32][NET_HIDDEN];
    for (int r = 0; r < records; r++) {
      uint8_t *at = payload + 1 + record * r;
      for (int j = 0; j < net->hidden; j++) {
        states[r][j] = (int8_t)random_in(-top - 1, top);
        at[2 * j] = states[r][j] & 0x7F;
        at[2 * j + 1] = (uint8_t)states[r][j] >> 7;
      }
      at[record - 1] = (uint8_t)random_in(0, (1 << net->inputs) - 1);
    }
    const struct reply_bytes result = ask(MESSAGE_PROBE, (uint8_t)(run & 0x7F), payload, 1 + record * records);
    for (int r = 0; r < records; r++) {
      const uint8_t *at = result.bytes + 4 + record * r;
      const unsigned output = reference_step(net, states[r], payload[1 + record * r + record - 1]);
      for (int j = 0; j < net->hidden; j++) {
        check((int8_t)get8(at + 2 * j) == states[r][j], "the next state");
      }
      check(at[record - 1] == output, "the output");
    }
  }
}

static void stream(const struct net *net) {
  int8_t state[NET_HIDDEN];
  memcpy(state, net->initial, NET_HIDDEN);
  const int places = 7 / net->inputs, outs = 7 / net->outputs;
  const int bytes = 58 * places > 32 * outs ? 32 * outs / places : 58;
  for (int run = 0; run < 20; run++) {
    uint8_t payload[60] = {run == 0 ? 2 << 3 : 0};
    for (int i = 0; i < bytes; i++) {
      payload[1 + i] = (uint8_t)random_in(0, 127);
    }
    const struct reply_bytes result = ask(MESSAGE_STREAM, (uint8_t)(run + 120) & 0x7F, payload, 1 + bytes);
    check(result.length == 3 + (bytes * places + outs - 1) / outs + 5, "the answer's length");
    for (int step = 0; step < bytes * places; step++) {
      const unsigned input = bits_at(payload + 1, step, net->inputs);
      check(reference_step(net, state, input) == bits_at(result.bytes + 3, step, net->outputs), "the sums");
    }
  }
}

// Cycles of the loop at `address`, by number of steps, over random data; `net` is one that it runs for.
static void cycles(const char *name, uint32_t address, const struct net *net) {
  // An answer may be left from before.
  uno_run(&uno, 40 * MILLISECOND);
  forget();
  const struct image image = image_of(net, "test");
  install(&image);
  // Time to take all transitions, 256 at most.
  uno_run(&uno, 40 * MILLISECOND);
  uint64_t min[175], max[175];
  for (int i = 0; i < 175; i++) {
    min[i] = ~0ull;
    max[i] = 0;
  }
  for (int run = 0; run < 150; run++) {
    uint8_t bytes[68] = {0xF0, MESSAGE_STREAM, (uint8_t)(run & 0x7F), 2 << 3};
    const int steps = run % 3 == 0 ? 3 : 174;
    for (int i = 0; i < steps / 3; i++) {
      bytes[4 + i] = (uint8_t)random_in(0, 127);
    }
    const int end = 4 + steps / 3;
    check_of(bytes + 1, (uint16_t)(end - 1), bytes + end);
    bytes[end + 4] = 0xF7;
    uno_run(&uno, 40 * MILLISECOND);
    forget();
    uno_send(&uno, bytes, (uint32_t)end + 5);
    for (long guard = 0; uno.avr->pc != address; guard++) {
      check(guard < 2000000 && uno_step(&uno), "the loop is entered");
    }
    const uint16_t sp = (uint16_t)(uno.avr->data[0x5D] | uno.avr->data[0x5E] << 8);
    const uint64_t start = uno.avr->cycle;
    // Interrupts would count: off until it returns.
    const uint8_t interrupts = uno.avr->sreg[7];
    uno.avr->sreg[7] = 0;
    while ((uint16_t)(uno.avr->data[0x5D] | uno.avr->data[0x5E] << 8) <= sp) {
      uno_step(&uno);
    }
    uno.avr->sreg[7] = interrupts;
    const uint64_t taken = uno.avr->cycle - start;
    min[steps] = taken < min[steps] ? taken : min[steps];
    max[steps] = taken > max[steps] ? taken : max[steps];
  }
  check(min[3] == max[3] && min[174] == max[174], "the time does not depend on the data");
  printf("%s: %.2f cycles a pair (%llu for 174 pairs, %llu for 3, call included; the same for all data)\n", name,
         (double)(min[174] - min[3]) / 171, (unsigned long long)min[174], (unsigned long long)min[3]);
}

static int bridge(void) {
  fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
  for (;;) {
    uint8_t bytes[256];
    const ssize_t got = read(0, bytes, sizeof bytes);
    if (got == 0) {
      return 0;
    }
    if (got > 0) {
      uno_send(&uno, bytes, (uint32_t)got);
    }
    if (!uno_run(&uno, MILLISECOND)) {
      return 1;
    }
    int count = 0;
    for (int byte; count < 256 && (byte = uno_receive(&uno)) >= 0;) {
      bytes[count++] = (uint8_t)byte;
    }
    if (count && write(1, bytes, (size_t)count) != count) {
      return 1;
    }
  }
}

// Big answers, probes and text, one after the other, of a network with most units, while CLK interrupts with steps of
// its own.
static void use_the_stack(int inputs, int outputs, const char *questions) {
  struct net widest = random_net(inputs, most_hidden(inputs, outputs), outputs, false);
  widest.pins = IMAGE_ELECTRONIC_CLOCK;
  const struct image image = image_of(&widest, "test");
  install(&image);
  const uint16_t record = (uint16_t)(2 * widest.hidden + 1);
  uint8_t probes[4 + 2 * NET_HIDDEN + 1 + 5] = {0xF0, MESSAGE_PROBE, 1, 0};
  check_of(probes + 1, (uint16_t)(3 + record), probes + 4 + record);
  probes[4 + record + 4] = 0xF7;
  for (int edge = 0; edge < 10000; edge++) {
    if (edge % 2500 == 0) {
      uno_send(&uno, (const uint8_t *)questions, strlen(questions));
    } else if (edge % 100 == 0 && edge / 2500 % 2) {
      uno_send(&uno, probes, 4u + record + 5u);
    }
    uno_set_pin(&uno, 'D', 4, edge & 1);
    uno_run(&uno, (uint64_t)random_in(400, 20000));
  }
  uno_send(&uno, (const uint8_t *)"reset\n", 6);
  uno_run(&uno, 1000 * MILLISECOND);
  forget();
}

// Whether the output takes both values often enough for its edges to be timed.
static bool is_lively(const struct net *net) {
  int8_t state[NET_HIDDEN];
  int ones = 0;
  memcpy(state, net->initial, NET_HIDDEN);
  for (int step = 0; step < 200; step++) {
    ones += (int)(reference_step(net, state, random32() & 3u) & 1);
  }
  return ones > 60 && ones < 140;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: simavr_test HEX [CELL FOLLOW | --clock | --bridge]\n");
    return 2;
  }
  uno_start(&uno, argv[1]);
  if (argc > 2 && strcmp(argv[2], "--bridge") == 0) {
    return bridge();
  }
  if (argc > 2 && strcmp(argv[2], "--clock") == 0) {
    return clock_figures();
  }
  struct reply_bytes result = next(100);
  check(memcmp(result.bytes, "\xF9\x02\x05", 3) == 0, "the protocol version comes first");
  printf("boot: first message after %.2f ms\n", (double)uno.avr->cycle / MILLISECOND);
  result = next(100);
  check(memcmp(result.bytes, "\xF0\x79\x01\x01" "c\0a\0r\0r\0y\0b\0i\0t\0\xF7", 21) == 0, "then the firmware's name");
  result = next(100);
  check(result.bytes[1] == 0x71, "then that there is no network");
  ask(MESSAGE_DESCRIBE, 1, 0, 0);

  const int sizes[][4] = {{4, 8, 4, 1}, {1, 1, 1, 0}, {3, 5, 2, 0}, {2, 8, 1, 1}, {2, 19, 1, 0}, {4, 16, 4, 0}};
  enum { DELAY_CYCLES = 6, ADDER = 7 };
  struct net net;
  for (int i = 0; i <= ADDER; i++) {
    do {
      net = i == ADDER   ? random_adder(true)
            : i == DELAY_CYCLES ? delay_net()
                         : random_net(sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3]);
    } while (i == ADDER && !is_lively(&net));
    net.pins = IMAGE_ELECTRONIC_CLOCK;
    const struct image image = image_of(&net, "test");
    install(&image);
    probe(&net, i == ADDER ? 400 : 60);
    stream(&net);
    printf("%d inputs, %d states, %d outputs: probes and streams equal the specification\n", net.inputs, net.hidden,
           net.outputs);
    if (i == DELAY_CYCLES) {
      uno_run(&uno, 40 * MILLISECOND);  // it takes all transitions
      uint64_t idle, busy;
      time_fast_clock(&net, &idle, &busy);
      check(idle <= 60 && busy <= 60, "SUM follows an electronic CLK within 60 cycles");
    }
  }
  standalone(&net);
  use_the_stack(2, 1, "\xF0\x6B\xF7\xF0\x69\xF7" "help\n10\nplot 9 8\n999999999 5\nplot\n");
  use_the_stack(4, 4, "\xF0\x6B\xF7\xF0\x69\xF7" "help\n1011\nplot 9 8 7 6\n999999999 5 6 7\nplot\n");
  printf("stack: %d bytes at most\n", uno.stack_used);
  check(uno.stack_used <= MAX_STACK_BYTES, "the stack stays within its limit");
  if (argc > 3) {
    net = delay_net();
    cycles("remembered transitions", (uint32_t)strtoul(argv[3], 0, 16), &net);
    net.initial[0] = 0;
    cycles("the adder's cell", (uint32_t)strtoul(argv[2], 0, 16), &net);
  }
  return 0;
}
