#include "wire.h"

#include "firmata_numbers.h"

enum { SERVO_CONFIG_LENGTH = 6 };

static enum wire_event status(struct wire *wire, uint8_t byte);
static void start(struct wire *wire, uint8_t command);
static uint8_t arguments(uint8_t command);
static enum wire_event text(struct wire *wire, uint8_t byte);

void wire_init(struct wire *wire) {
  wire->open = 0;
  wire->length = 0;
  wire->skipping = false;
  wire->restart = 0;
}

bool wire_is_open(const struct wire *wire) {
  return wire->open != 0;
}

enum wire_event wire_feed(struct wire *wire, uint8_t byte) {
  if (wire->restart) {
    start(wire, wire->restart);
    wire->restart = 0;
  }
  if (byte & 0x80u) {
    return status(wire, byte);
  }
  if (wire->open == WIRE_START) {
    if (wire->length < WIRE_SYSEX_MAX) {
      wire->data[wire->length++] = byte;
    } else {
      wire->skipping = true;
    }
    return WIRE_NOTHING;
  }
  if (wire->open < 0x80) {
    return text(wire, byte);
  }
  wire->data[wire->length++] = byte;
  if (wire->length < arguments(wire->open)) {
    return WIRE_NOTHING;
  }
  wire->command = wire->open;
  wire->open = 0;
  return WIRE_COMMAND;
}

uint8_t wire_fill(struct wire *wire, const uint8_t bytes[], uint8_t count) {
  if (wire->open != WIRE_START || wire->restart) {
    return 0;
  }
  const uint8_t room = (uint8_t)(WIRE_SYSEX_MAX - wire->length);
  uint8_t *to = wire->data + wire->length;
  uint8_t left = count < room ? count : room;
  const uint8_t max = left;
  while (left && !(*bytes & 0x80u)) {
    *to++ = *bytes++;
    left--;
  }
  const uint8_t taken = (uint8_t)(max - left);
  wire->length = (uint8_t)(wire->length + taken);
  return taken;
}

static enum wire_event status(struct wire *wire, uint8_t byte) {
  if (byte == WIRE_VERSION || byte == WIRE_RESET) {
    wire_init(wire);
    wire->command = byte;
    return WIRE_COMMAND;
  }
  if (wire->open != WIRE_START) {
    start(wire, byte);
    return WIRE_NOTHING;
  }
  if (byte == WIRE_END) {
    wire->open = 0;
    return wire->skipping ? WIRE_BROKEN : WIRE_SYSEX;
  }
  if (byte == WIRE_START) {
    wire->restart = byte;
    return WIRE_BROKEN;
  }
  if (byte == FIRMATA_SET_PIN_MODE && wire->data[0] == FIRMATA_SERVO_CONFIG && wire->length == SERVO_CONFIG_LENGTH &&
      !wire->skipping) {
    wire->restart = byte;
    return WIRE_SYSEX;
  }
  wire->skipping = true;
  return WIRE_NOTHING;
}

static void start(struct wire *wire, uint8_t command) {
  wire->length = 0;
  wire->skipping = false;
  const uint8_t kind = command & 0xF0u;
  const bool known = command == WIRE_START || command == 0xF4 || command == 0xF5 || kind == 0x90 || kind == 0xC0 ||
                     kind == 0xD0 || kind == 0xE0;
  wire->open = known ? command : 0;
}

// Data bytes after a status byte: MIDI's program change and channel pressure have one.
static uint8_t arguments(uint8_t command) {
  const uint8_t kind = command & 0xF0u;
  return kind == 0xC0 || kind == 0xD0 ? 1 : 2;
}

// What is left of a damaged message of carrybit's own, whose identifiers are no characters, or of others', in whose
// strings every second byte is 0, makes no line.
static enum wire_event text(struct wire *wire, uint8_t byte) {
  if (byte == '\r' || byte == '\n') {
    return wire_end(wire);
  }
  if (wire->open == 0) {
    start(wire, 0);
    wire->open = WIRE_TEXT;
  }
  if (byte == '\t' || byte == ',') {
    byte = ' ';
  }
  if (byte < ' ' || byte == 0x7F) {
    wire->open = WIRE_NO_TEXT;
  } else if (wire->length == WIRE_TEXT_MAX) {
    wire->skipping = true;
  } else if (byte != ' ' || wire->length) {
    wire->data[wire->length++] = byte;
  }
  return WIRE_NOTHING;
}

enum wire_event wire_end(struct wire *wire) {
  const bool is_line = wire->open == WIRE_TEXT && wire->length;
  wire->open = 0;
  if (!is_line) {
    return WIRE_NOTHING;
  }
  while (wire->data[wire->length - 1] == ' ') {
    wire->length--;
  }
  wire->data[wire->length] = 0;
  return WIRE_LINE;
}
