#include "parser.h"

#include "firmata_numbers.h"

enum { SERVO_CONFIG_LENGTH = 6 };

static enum parser_event status(struct parser *parser, uint8_t byte);
static void start(struct parser *parser, uint8_t command);
static uint8_t arguments(uint8_t command);
static enum parser_event text(struct parser *parser, uint8_t byte);

void parser_init(struct parser *parser) {
  parser->open = 0;
  parser->length = 0;
  parser->skipping = false;
  parser->restart = 0;
}

bool parser_is_open(const struct parser *parser) {
  return parser->open != 0;
}

enum parser_event parser_feed(struct parser *parser, uint8_t byte) {
  if (parser->restart) {
    start(parser, parser->restart);
    parser->restart = 0;
  }
  if (byte & 0x80u) {
    return status(parser, byte);
  }
  if (parser->open == FIRMATA_START_SYSEX) {
    if (parser->length < MAX_SYSEX_BYTES) {
      parser->data[parser->length++] = byte;
    } else {
      parser->skipping = true;
    }
    return PARSER_NOTHING;
  }
  if (parser->open < 0x80) {
    return text(parser, byte);
  }
  parser->data[parser->length++] = byte;
  if (parser->length < arguments(parser->open)) {
    return PARSER_NOTHING;
  }
  parser->command = parser->open;
  parser->open = 0;
  return PARSER_COMMAND;
}

uint8_t parser_fill(struct parser *parser, const uint8_t bytes[], uint8_t count) {
  if (parser->open != FIRMATA_START_SYSEX || parser->restart) {
    return 0;
  }
  const uint8_t room = (uint8_t)(MAX_SYSEX_BYTES - parser->length);
  uint8_t *to = parser->data + parser->length;
  uint8_t left = count < room ? count : room;
  const uint8_t max = left;
  while (left && !(*bytes & 0x80u)) {
    *to++ = *bytes++;
    left--;
  }
  const uint8_t taken = (uint8_t)(max - left);
  parser->length = (uint8_t)(parser->length + taken);
  return taken;
}

static enum parser_event status(struct parser *parser, uint8_t byte) {
  if (byte == FIRMATA_REPORT_VERSION || byte == FIRMATA_SYSTEM_RESET) {
    parser_init(parser);
    parser->command = byte;
    return PARSER_COMMAND;
  }
  if (parser->open != FIRMATA_START_SYSEX) {
    start(parser, byte);
    return PARSER_NOTHING;
  }
  if (byte == FIRMATA_END_SYSEX) {
    parser->open = 0;
    return parser->skipping ? PARSER_BROKEN : PARSER_SYSEX;
  }
  if (byte == FIRMATA_START_SYSEX) {
    parser->restart = byte;
    return PARSER_BROKEN;
  }
  if (byte == FIRMATA_SET_PIN_MODE && parser->data[0] == FIRMATA_SERVO_CONFIG &&
      parser->length == SERVO_CONFIG_LENGTH && !parser->skipping) {
    parser->restart = byte;
    return PARSER_SYSEX;
  }
  parser->skipping = true;
  return PARSER_NOTHING;
}

static void start(struct parser *parser, uint8_t command) {
  parser->length = 0;
  parser->skipping = false;
  const uint8_t kind = command & 0xF0u;
  const bool known = command == FIRMATA_START_SYSEX || command == FIRMATA_SET_PIN_MODE ||
                     command == FIRMATA_SET_PIN_VALUE || kind == FIRMATA_DIGITAL_MESSAGE ||
                     kind == FIRMATA_REPORT_ANALOG || kind == FIRMATA_REPORT_DIGITAL || kind == FIRMATA_ANALOG_MESSAGE;
  parser->open = known ? command : 0;
}

// Data bytes after a status byte: MIDI's program change and channel pressure have one.
static uint8_t arguments(uint8_t command) {
  const uint8_t kind = command & 0xF0u;
  return kind == FIRMATA_REPORT_ANALOG || kind == FIRMATA_REPORT_DIGITAL ? 1 : 2;
}

// What is left of a damaged message of carrybit's own, whose identifiers are no characters, or of others', in whose
// strings every second byte is 0, makes no line.
static enum parser_event text(struct parser *parser, uint8_t byte) {
  if (byte == '\r' || byte == '\n') {
    return parser_end(parser);
  }
  if (parser->open == 0) {
    start(parser, 0);
    parser->open = PARSER_TEXT;
  }
  if (byte == '\t' || byte == ',') {
    byte = ' ';
  }
  if (byte < ' ' || byte == 0x7F) {
    parser->open = PARSER_NO_TEXT;
  } else if (parser->length == MAX_LINE_CHARACTERS) {
    parser->skipping = true;
  } else if (byte != ' ' || parser->length) {
    parser->data[parser->length++] = byte;
  }
  return PARSER_NOTHING;
}

enum parser_event parser_end(struct parser *parser) {
  const bool is_line = parser->open == PARSER_TEXT && parser->length;
  parser->open = 0;
  if (!is_line) {
    return PARSER_NOTHING;
  }
  while (parser->data[parser->length - 1] == ' ') {
    parser->length--;
  }
  parser->data[parser->length] = 0;
  return PARSER_LINE;
}
