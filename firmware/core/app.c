#include "app.h"

#include "board.h"
#include "reply.h"
#include "reports.h"
#include "text.h"

static void take_pin(struct app *app, uint8_t pin, uint8_t mode);
static void restart_pins(struct app *app);
static void run_standalone(struct app *app);
static void obey(struct app *app);
static void sysex(struct app *app, bool whole);
static void line(struct app *app);

void app_init(struct app *app) {
  app->standalone.network = 0;
  app->standalone.remembered = 0;
  app->standalone.is_fast = false;
  parser_init(&app->parser);
  link_init(&app->link);
  app->standalone.state = store_state(&app->link.store, STORE_STANDALONE);
  app->monitor.state = store_state(&app->link.store, STORE_MONITOR);
  monitor_reset(&app->monitor, store_active(&app->link.store));
  restart_pins(app);
  app->has_heard = false;
  firmata_hello();
  if (!store_active(&app->link.store)) {
    text_send(TEXT_NO_NETWORK);
  }
}

uint8_t app_fill(struct app *app, const uint8_t bytes[], uint8_t count) {
  const uint8_t taken = parser_fill(&app->parser, bytes, count);
  if (taken) {
    app->has_heard = true;
  }
  return taken;
}

void app_feed(struct app *app, uint8_t byte) {
  app->has_heard = true;
  switch (parser_feed(&app->parser, byte)) {
    case PARSER_COMMAND:
      obey(app);
      break;
    case PARSER_SYSEX:
      sysex(app, true);
      break;
    case PARSER_BROKEN:
      sysex(app, false);
      break;
    case PARSER_LINE:
      line(app);
      break;
    default:
      break;
  }
}

void app_framing_error(struct app *app) {
  baud_framing_error(&app->link.baud);
}

void app_overrun(struct app *app) {
  (void)app;
  reply_error(0, 0, ERROR_OVERRUN, 0);
}

void app_poll(struct app *app) {
  if (parser_is_open(&app->parser)) {
    const uint16_t now = board_millis();
    if (app->has_heard) {
      app->has_heard = false;
      app->last_byte = now;
    } else if ((uint16_t)(now - app->last_byte) >= APP_SILENCE_MS) {
      if (parser_end(&app->parser) == PARSER_LINE) {
        line(app);
      }
      parser_init(&app->parser);
    }
  }
  if (link_poll(&app->link)) {
    run_standalone(app);
    monitor_reset(&app->monitor, store_active(&app->link.store));
  }
  const struct transitions *transitions = store_transitions(&app->link.store);
  if (app->standalone.remembered != transitions) {
    standalone_remember(&app->standalone, transitions);
  }
  standalone_poll(&app->standalone);
  reports_poll(&app->firmata);
  monitor_poll(&app->monitor, &app->standalone.wiring);
}

bool app_may_sleep(const struct app *app) {
  return link_may_sleep(&app->link) && !firmata_is_converting(&app->firmata);
}

static void obey(struct app *app) {
  const uint8_t command = app->parser.command;
  if (command == FIRMATA_SYSTEM_RESET) {
    // Only the pins are reset: the network, its state and the link's numbers stay (docs/spec.md, section 8).
    restart_pins(app);
    return;
  }
  if (command == FIRMATA_SET_PIN_MODE) {
    take_pin(app, app->parser.data[0], app->parser.data[1]);
  }
  firmata_command(&app->firmata, command, app->parser.data);
}

static void sysex(struct app *app, bool whole) {
  uint8_t *bytes = app->parser.data;
  const uint8_t length = app->parser.length;
  if (length == 0) {
    return;
  }
  if (bytes[0] >= MIN_LINK_COMMAND && bytes[0] <= MAX_LINK_COMMAND) {
    if (bytes[0] == MESSAGE_CHECK) {
      // It may load a candidate where the transitions are.
      standalone_remember(&app->standalone, 0);
    }
    link_sysex(&app->link, bytes, length, whole);
  } else if (whole) {
    if (bytes[0] == FIRMATA_SERVO_CONFIG && length > 1) {
      take_pin(app, bytes[1], FIRMATA_SERVO);
    }
    firmata_sysex(&app->firmata, bytes, length);
  }
}

static void line(struct app *app) {
  monitor_line(&app->monitor, &app->link.store, (char *)app->parser.data, app->parser.skipping);
}

// The host sets a pin's mode. If the stand-alone adder needs this pin, it stops. A refused mode changes nothing.
static void take_pin(struct app *app, uint8_t pin, uint8_t mode) {
  if (firmata_refusal(&app->firmata, pin, mode) != TEXT_NONE) {
    return;
  }
  firmata_choose(&app->firmata, pin);
  if (app->standalone.network && wiring_needs(&app->standalone.wiring, pin)) {
    run_standalone(app);
  }
}

static void restart_pins(struct app *app) {
  standalone_use(&app->standalone, 0);
  firmata_reset(&app->firmata);
  run_standalone(app);
}

// Starts the stand-alone adder again with the active network, or stops it if the host has one of its pins.
static void run_standalone(struct app *app) {
  struct firmata *firmata = &app->firmata;
  struct wiring *wiring = &app->standalone.wiring;
  const struct cell_network *network = store_active(&app->link.store);
  standalone_use(&app->standalone, 0);
  store_wiring(&app->link.store, wiring);
  for (uint8_t pin = BOARD_FIRST_FREE; network && pin < BOARD_FIRST_ANALOG; pin++) {
    if (wiring_needs(wiring, pin) && firmata_has_chosen(firmata, pin)) {
      network = 0;
    }
  }
  // Before it begins, so that no edge is missed after it has looked at its pins.
  firmata->clocked = wiring->bits[WIRING_CLK] | wiring->bits[WIRING_RESET];
  reports_watch(firmata);
  standalone_use(&app->standalone, network);
  app->link.standalone_is_on = network != 0;
  for (uint8_t pin = BOARD_FIRST_FREE; pin < BOARD_FIRST_ANALOG; pin++) {
    const bool held = network && wiring_needs(wiring, pin);
    firmata_hold(firmata, pin, held, !held                   ? FIRMATA_INPUT
                                     : wiring_drives(pin)    ? FIRMATA_OUTPUT
                                     : network->has_pull_ups ? FIRMATA_PULLUP
                                                             : FIRMATA_INPUT);
  }
}
