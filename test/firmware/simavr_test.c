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
#include "networks.h"
#include "reply.h"
#include "simavr_uno.h"

enum { MILLISECOND = 16000, MAX_STACK_BYTES = 200 };

struct result {
  uint8_t bytes[600];
  int length;
};

static struct uno uno;

static void fail(const char *what) {
  fprintf(stderr, "failed: %s (cycle %llu)\n", what, (unsigned long long)uno.avr->cycle);
  exit(1);
}

static void check(bool good, const char *what) {
  if (!good) {
    fail(what);
  }
}

// The next sysex or three-byte message, waiting at most `milliseconds`.
static struct result next(int milliseconds) {
  struct result result = {.length = 0};
  for (int waited = 0; waited < milliseconds * 20;) {
    const int byte = uno_receive(&uno);
    if (byte < 0) {
      check(uno_run(&uno, MILLISECOND / 20), "the processor runs on");
      waited++;
      continue;
    }
    result.bytes[result.length++] = (uint8_t)byte;
    if (byte == 0xF7 || (result.bytes[0] != 0xF0 && result.length == 3)) {
      return result;
    }
  }
  fail("an answer in time");
  return result;
}

static struct result ask(uint8_t id, uint8_t number, const uint8_t *payload, int length) {
  uint8_t bytes[80] = {0xF0, id, number};
  if (length) {
    memcpy(bytes + 3, payload, (size_t)length);
  }
  check_of(bytes + 1, (uint16_t)(length + 2), bytes + 3 + length);
  bytes[7 + length] = 0xF7;
  uno_send(&uno, bytes, (uint32_t)length + 8);
  struct result result = next(500);
  check(result.bytes[1] == id && result.bytes[2] == number, "the answer belongs to the message");
  uint8_t expected[4];
  check_of(result.bytes + 1, (uint16_t)(result.length - 6), expected);
  check(memcmp(expected, result.bytes + result.length - 5, 4) == 0, "its check is right");
  return result;
}

static void install(const struct image *image) {
  const uint16_t crc = crc_of(image->bytes, image->length);
  const uint8_t sum[] = {image->length & 0x7F, (uint8_t)(image->length >> 7), crc & 0x7F, (crc >> 7) & 0x7F,
                         (uint8_t)(crc >> 14)};
  ask(MESSAGE_BEGIN, 1, sum, 2);
  for (uint16_t at = 0; at < image->length; at = (uint16_t)(at + 28)) {
    uint8_t write[58] = {at & 0x7F, (uint8_t)(at >> 7)};
    int count = 0;
    for (; count < 28 && at + count < image->length; count++) {
      write[2 + 2 * count] = image->bytes[at + count] & 0x7F;
      write[3 + 2 * count] = image->bytes[at + count] >> 7;
    }
    ask(MESSAGE_WRITE, 2, write, 2 + 2 * count);
  }
  ask(MESSAGE_CHECK, 3, sum, 5);
  ask(MESSAGE_COMMIT, 4, sum + 2, 3);
}

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
    const struct result result = ask(MESSAGE_PROBE, (uint8_t)(run & 0x7F), payload, 1 + record * records);
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
    const struct result result = ask(MESSAGE_STREAM, (uint8_t)(run + 120) & 0x7F, payload, 1 + bytes);
    check(result.length == 3 + (bytes * places + outs - 1) / outs + 5, "the answer's length");
    for (int step = 0; step < bytes * places; step++) {
      const unsigned input = bits_at(payload + 1, step, net->inputs);
      check(reference_step(net, state, input) == bits_at(result.bytes + 3, step, net->outputs), "the sums");
    }
  }
}

// Cycles from a rising CLK to SUM, over random inputs and states.
static void standalone(const struct net *net) {
  int8_t state[NET_HIDDEN];
  uint64_t min = ~0ull, max = 0;
  uno_set_pin(&uno, 'D', 5, true);
  uno_run(&uno, 4000);
  uno_set_pin(&uno, 'D', 5, false);
  uno_run(&uno, 4000);
  memcpy(state, net->initial, NET_HIDDEN);
  for (int step = 0; step < 3000; step++) {
    const unsigned input = random32() & 3u, before = uno_get_pin(&uno, 'B', 5);
    uno_set_pin(&uno, 'D', 2, input & 1);
    uno_set_pin(&uno, 'D', 3, input >> 1);
    uno_run(&uno, (uint64_t)random_in(1, 3000));
    const unsigned sum = reference_step(net, state, input) & 1;
    const uint64_t start = uno.avr->cycle;
    uno_set_pin(&uno, 'D', 4, true);
    while (uno_get_pin(&uno, 'B', 5) != sum && uno.avr->cycle < start + 20000) {
      uno_step(&uno);
    }
    const uint64_t cycles = uno.avr->cycle - start;
    if (sum != before) {
      min = cycles < min ? cycles : min;
      max = cycles > max ? cycles : max;
    }
    uno_run(&uno, 3000);
    check(uno_get_pin(&uno, 'B', 5) == sum, "SUM after a rising CLK");
    uno_set_pin(&uno, 'D', 4, false);
    uno_run(&uno, 500);
  }
  printf("stand-alone: CLK to SUM %llu to %llu cycles on an idle board\n", (unsigned long long)min, (unsigned long long)max);
}

// simavr sleeps up to its next event, whatever comes to the pins meanwhile: this is one, every cycle.
static avr_cycle_count_t stay_awake(struct avr_t *avr, avr_cycle_count_t when, void *param) {
  (void)avr;
  (void)param;
  return when + 1;
}

// An electronic clock and a remembered network, with CLK high and low for half a period each and, if there is traffic,
// stream messages all the while: every sum is right, over all transitions. Returns the most cycles from CLK to SUM.
static uint64_t fast_clock(const struct net *net, uint64_t period, bool traffic) {
  static bool taken[64][4];
  memset(taken, 0, sizeof taken);
  int8_t state[NET_HIDDEN];
  uint64_t max = 0;
  int transitions = 0;
  uno_set_pin(&uno, 'D', 5, true);
  uno_run(&uno, 4000);
  uno_set_pin(&uno, 'D', 5, false);
  uno_run(&uno, 4000);
  memcpy(state, net->initial, NET_HIDDEN);
  avr_cycle_timer_register(uno.avr, 1, stay_awake, 0);
  uint64_t rise = uno.avr->cycle;
  for (int step = 0; step < 20000; step++, rise += period) {
    const unsigned input = random32() & 3u, before = uno_get_pin(&uno, 'B', 5);
    if (traffic && uno.in_read == uno.in_written) {
      uint8_t bytes[80] = {0xF0, MESSAGE_STREAM, (uint8_t)(step & 0x7F), 2 << 3};
      const int length = random_in(1, 58);
      for (int i = 0; i < length; i++) {
        bytes[4 + i] = (uint8_t)random_in(0, 127);
      }
      check_of(bytes + 1, (uint16_t)(length + 3), bytes + 4 + length);
      bytes[8 + length] = 0xF7;
      uno_send(&uno, bytes, (uint32_t)length + 9);
    }
    while (uno_receive(&uno) >= 0) {
    }
    // delay_net's state is its last three pairs: levels of 64 from −96 on.
    bool *first = &taken[(state[0] + 96) / 64 * 16 + (state[1] + 96) / 64 * 4 + (state[2] + 96) / 64][input];
    transitions += !*first;
    *first = true;
    const unsigned sum = reference_step(net, state, input) & 1;
    uno_set_pin(&uno, 'D', 2, input & 1);
    uno_set_pin(&uno, 'D', 3, input >> 1);
    const uint64_t start = uno.avr->cycle;
    uno_set_pin(&uno, 'D', 4, true);
    while (uno_get_pin(&uno, 'B', 5) != sum && uno.avr->cycle < rise + period / 2) {
      uno_step(&uno);
    }
    if (sum != before && uno.avr->cycle - start > max) {
      max = uno.avr->cycle - start;
    }
    while (uno.avr->cycle < rise + period / 2) {
      uno_step(&uno);
    }
    uno_set_pin(&uno, 'D', 4, false);
    while (uno.avr->cycle < rise + period) {
      uno_step(&uno);
    }
    check(uno_get_pin(&uno, 'B', 5) == sum, "SUM with an electronic clock");
  }
  check(transitions == 256, "all transitions were taken");
  avr_cycle_timer_cancel(uno.avr, stay_awake, 0);
  uno_run(&uno, 400 * MILLISECOND);
  while (uno_receive(&uno) >= 0) {
  }
  return max;
}

static void time_fast_clock(const struct net *net, uint64_t *idle, uint64_t *busy) {
  static const int periods[] = {160, 211, 331, 1009};
  *idle = *busy = 0;
  for (int i = 0; i < 4; i++) {
    const uint64_t quiet = fast_clock(net, (uint64_t)periods[i], false);
    const uint64_t loud = fast_clock(net, (uint64_t)periods[i], true);
    *idle = quiet > *idle ? quiet : *idle;
    *busy = loud > *busy ? loud : *busy;
  }
}

static int clock_figures(void) {
  struct net net = delay_net();
  net.pins = IMAGE_ELECTRONIC_CLOCK;
  const struct image image = image_of(&net, "test");
  uno_run(&uno, 100 * MILLISECOND);
  while (uno_receive(&uno) >= 0) {
  }
  install(&image);
  uno_run(&uno, 40 * MILLISECOND);
  uint64_t idle, busy;
  time_fast_clock(&net, &idle, &busy);
  printf("%llu %llu\n", (unsigned long long)idle, (unsigned long long)busy);
  return 0;
}

// Cycles of the loop at `address`, by number of steps, over random data; `net` is one that it runs for.
static void cycles(const char *name, uint32_t address, const struct net *net) {
  // An answer may be left from before.
  uno_run(&uno, 40 * MILLISECOND);
  while (uno_receive(&uno) >= 0) {
  }
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
    while (uno_receive(&uno) >= 0) {
    }
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
  while (uno_receive(&uno) >= 0) {
  }
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
  struct result result = next(100);
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
