#include <string.h>

#include "fake_board.h"
#include "host.h"
#include "reply.h"
#include "stream.h"

static struct net net;
static int8_t expected_state[NET_HIDDEN];

static void ready(int inputs, int hidden, int outputs) {
  net = random_net(inputs, hidden, outputs, true);
  const struct image image = image_of(&net, "task");
  memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
  boot();
  install(&image);
}

struct request {
  uint8_t payload[60], length;
  int steps;
};

static struct request random_request(int mode, int steps) {
  struct request request = {.steps = steps};
  const int places = 7 / net.inputs, bytes = (steps + places - 1) / places;
  request.payload[0] = (uint8_t)(mode << 3 | (bytes * places - steps));
  for (int i = 0; i < bytes; i++) {
    request.payload[1 + i] = (uint8_t)(random32() & ((1u << (places * net.inputs)) - 1));
  }
  request.length = (uint8_t)(1 + bytes);
  return request;
}

// What the answer must hold; steps the expected state.
static struct packet expected_answer(const struct request *request) {
  struct packet result;
  memset(&result, 0, sizeof result);
  const int out_places = 7 / net.outputs;
  if (request->payload[0] >> 3) {
    memcpy(expected_state, net.initial, NET_HIDDEN);
  }
  for (int step = 0; step < request->steps; step++) {
    const unsigned input = bits_at(request->payload + 1, step, net.inputs);
    const unsigned output = reference_step(&net, expected_state, input);
    result.payload[step / out_places] |= (uint8_t)(output << (step % out_places * net.outputs));
  }
  result.length = (uint8_t)((request->steps + out_places - 1) / out_places);
  return result;
}

static void is_answered(uint8_t number, const struct packet *result) {
  const struct packet got = expect(MESSAGE_STREAM, number);
  CHECK(got.length == result->length && memcmp(got.payload, result->payload, got.length) == 0);
}

static void steps_every_size(void) {
  for (int inputs = 1; inputs <= 4; inputs++) {
    for (int outputs = 1; outputs <= 4; outputs++) {
      ready(inputs, random_in(1, most_hidden(inputs, outputs)), outputs);
      const int by_in = 58 * (7 / inputs), by_out = 32 * (7 / outputs);
      const int max = by_in < by_out ? by_in : by_out;
      uint8_t number = 100;
      for (int run = 0; run < 60; run++) {
        const int steps = run == 1 ? max : random_in(1, max);
        const struct request request = random_request(run == 0 ? STREAM_START : run % 7 == 0, steps);
        const struct packet result = expected_answer(&request);
        send_message(MESSAGE_STREAM, number, request.payload, request.length);
        is_answered(number, &result);
        number = (number + 1) & 0x7F;
      }
      if (by_in > by_out) {
        const struct request request = random_request(0, max + 1);
        send_message(MESSAGE_STREAM, number, request.payload, request.length);
        CHECK(expect_error(MESSAGE_STREAM, number, ERROR_TOO_LONG) == max);
      }
    }
  }
}

static void repeats_without_stepping(void) {
  ready(2, 3, 1);
  struct request requests[6];
  struct packet replies[6];
  for (uint8_t i = 0; i < 6; i++) {
    requests[i] = random_request(i == 0 ? STREAM_START : STREAM_GO_ON, 40 + i);
    replies[i] = expected_answer(&requests[i]);
    send_message(MESSAGE_STREAM, (i + 126) & 0x7F, requests[i].payload, requests[i].length);
    is_answered((i + 126) & 0x7F, &replies[i]);
  }
  // The last four, in any order, as often as asked.
  for (int i = 0; i < 50; i++) {
    const int which = random_in(2, 5);
    const uint8_t number = (which + 126) & 0x7F;
    send_message(MESSAGE_STREAM, number, requests[which].payload, requests[which].length);
    is_answered(number, &replies[which]);
  }
  // An older one, one too far on, and another message under a used number.
  send_message(MESSAGE_STREAM, 127, requests[1].payload, requests[1].length);
  CHECK(expect_error(MESSAGE_STREAM, 127, ERROR_OUT_OF_ORDER) == 4);
  send_message(MESSAGE_STREAM, 5, requests[1].payload, requests[1].length);
  CHECK(expect_error(MESSAGE_STREAM, 5, ERROR_OUT_OF_ORDER) == 4);
  requests[5].payload[3] ^= 1;
  send_message(MESSAGE_STREAM, 3, requests[5].payload, requests[5].length);
  expect_error(MESSAGE_STREAM, 3, ERROR_REUSED);
  // None of this stepped.
  struct request request = random_request(STREAM_GO_ON, 100);
  struct packet result = expected_answer(&request);
  send_message(MESSAGE_STREAM, 4, request.payload, request.length);
  is_answered(4, &result);
  // Reset (0x07) ends the stream; only a start begins another.
  send_message(MESSAGE_RESET, 60, 0, 0);
  CHECK(expect(MESSAGE_RESET, 60).length == 0);
  send_message(MESSAGE_STREAM, 5, request.payload, request.length);
  expect_error(MESSAGE_STREAM, 5, ERROR_NOT_STARTED);
  request = random_request(STREAM_START, 12);
  result = expected_answer(&request);
  send_message(MESSAGE_STREAM, 77, request.payload, request.length);
  is_answered(77, &result);
}

// A host that repeats what is not answered, over a wire that loses, doubles and flips bytes both ways.
static void survives_noise(void) {
  ready(2, 3, 1);
  const int total = 400;
  static struct request requests[400];
  static struct packet replies[400];
  for (int i = 0; i < total; i++) {
    requests[i] = random_request(i == 0 ? STREAM_START : i % 5 == 0, random_in(1, 174));
    replies[i] = expected_answer(&requests[i]);
  }
  int done = 0;
  for (long tries = 0; done < total; tries++) {
    CHECK(tries < 100000);
    const struct request *request = &requests[done];
    const uint8_t number = (uint8_t)(done & 0x7F);
    uint8_t bytes[80] = {0xF0, MESSAGE_STREAM, number};
    memcpy(bytes + 3, request->payload, request->length);
    const uint8_t end = (uint8_t)(3 + request->length);
    check_of(bytes + 1, (uint16_t)(end - 1), bytes + end);
    bytes[end + 4] = 0xF7;
    for (int i = 0; i < end + 5; i++) {
      const unsigned fate = random32() % 300;
      if (fate > 0) {
        const int flip = fate == 1 ? 1 << (random32() % 8) : 0;
        app_feed(&app, (uint8_t)(bytes[i] ^ flip));
      }
      if (fate == 2) {
        app_feed(&app, bytes[i]);
      }
    }
    settle();
    struct packet got;
    while (receive(&got)) {
      const bool lost = random32() % 4 == 0;
      if (!lost && got.id == MESSAGE_STREAM && got.number == number) {
        CHECK(got.length == replies[done].length && memcmp(got.payload, replies[done].payload, got.length) == 0);
        done++;
        break;
      }
    }
    while (receive(&got)) {
    }
  }
}

void test_stream(void) {
  steps_every_size();
  repeats_without_stepping();
  survives_noise();
}
