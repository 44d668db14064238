// Writing a new network into the spare slot (docs/spec.md, sections 5 and 7.2–7.6): begin, write, check,
// commit; and erasing both. EEPROM bytes are written in the background, one a poll, so that everything else goes on; a
// message that needs the EEPROM meanwhile is told "busy". Answers are sent when the bytes are in.
#ifndef CARRYBIT_UPDATE_H
#define CARRYBIT_UPDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "messages.h"
#include "store.h"

enum update_phase { UPDATE_NONE, UPDATE_BEGUN, UPDATE_CHECKED };

struct update {
  enum update_phase phase;
  uint8_t slot;          // being written
  struct slot header;    // what its header will say
  // the job in the background
  uint8_t id, number;    // the message it will answer; id 0: no job
  uint8_t left, count;   // bytes still to start, bytes in all
  bool unverified;       // the byte last started is not yet read back
  uint16_t address;      // EEPROM address of bytes[0]
  uint8_t bytes[MESSAGES_MAX_WRITE];
};

void update_init(struct update *update);

// Replies to one update message (begin, write, read, check, commit or erase) whose checksum was right.
void update_message(struct update *update, struct store *store, uint8_t id, uint8_t number,
                    const uint8_t payload[], uint8_t length);

// Takes the background job one step on. Returns true when a commit has just made the candidate valid,
// or an erase the running network invalid: the caller then switches with update_switch.
bool update_poll(struct update *update);

// After update_poll returned true: runs the new network, or none, and sends the reply.
void update_switch(struct update *update, struct store *store);

#endif
