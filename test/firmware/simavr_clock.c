#include "simavr_clock.h"

#include <stdio.h>
#include <string.h>

#include "image.h"
#include "reply.h"
#include "simavr_link.h"

// Cycles from a rising CLK to SUM, over random inputs and states.
void standalone(const struct net *net) {
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
  printf("stand-alone: CLK to SUM %llu to %llu cycles on an idle board\n", (unsigned long long)min,
         (unsigned long long)max);
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
    forget();
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
  forget();
  return max;
}

void time_fast_clock(const struct net *net, uint64_t *idle, uint64_t *busy) {
  static const int periods[] = {160, 211, 331, 1009};
  *idle = *busy = 0;
  for (int i = 0; i < 4; i++) {
    const uint64_t quiet = fast_clock(net, (uint64_t)periods[i], false);
    const uint64_t loud = fast_clock(net, (uint64_t)periods[i], true);
    *idle = quiet > *idle ? quiet : *idle;
    *busy = loud > *busy ? loud : *busy;
  }
}

int clock_figures(void) {
  struct net net = delay_net();
  net.pins = IMAGE_ELECTRONIC_CLOCK;
  const struct image image = image_of(&net, "test");
  uno_run(&uno, 100 * MILLISECOND);
  forget();
  install(&image);
  uno_run(&uno, 40 * MILLISECOND);
  uint64_t idle, busy;
  time_fast_clock(&net, &idle, &busy);
  printf("%llu %llu\n", (unsigned long long)idle, (unsigned long long)busy);
  return 0;
}
