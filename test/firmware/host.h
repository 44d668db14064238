// The host's side for the tests: networks, images, messages out and in.
#ifndef HOST_H
#define HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "app.h"
#include "networks.h"

struct packet {
  uint8_t id, number, length;  // of the payload
  uint8_t payload[64];
};

extern struct app app;
extern int checks;

// Stops the run with file and line when a check fails.
#define CHECK(condition) check(condition, #condition, __FILE__, __LINE__)
void check(bool good, const char *what, const char *file, int line);

// Feeds one message, runs the background until nothing is under way.
void send_message(uint8_t id, uint8_t number, const uint8_t *payload, uint8_t length);
void feed(const uint8_t *bytes, uint32_t length);
void settle(void);
// Takes the oldest carrybit message out of what the board sent; false: none left, or a wrong CRC.
bool receive(struct packet *message);
// The next message must be this one; returns it.
struct packet expect(uint8_t id, uint8_t number);
// The next message must be this error; returns its detail.
uint16_t expect_error(uint8_t id, uint8_t number, uint8_t code);

// Begin, write, check, commit; every answer checked.
void install(const struct image *image);
void boot(void);

void test_cell(void);
void test_parser(void);
void test_update(void);
void test_power_cuts(void);
void test_stream(void);
void test_transitions(void);
void test_remembered(void);
void test_link(void);
void test_firmata(void);
void test_standalone(void);
void test_buttons(void);
void test_chosen_pins(void);
void test_fast_clock(void);
void test_monitor(void);

#endif
