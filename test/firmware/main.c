// The firmware's unit tests on the host: `make -C firmware test`. With an argument, those whose names begin so.
// For setitimer.
#define _XOPEN_SOURCE 700

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "host.h"

// Seconds of CPU time that a test may take; the longest takes 10 with the sanitizers. A busy machine takes nothing from
// it.
#define MAX_TEST_SECONDS 120

static const char *running;

static void stop_hanging(int signal) {
  static const char found[] = " did not end: is there an endless loop?\n";
  (void)signal;
  if (write(STDERR_FILENO, running, strlen(running)) < 0 || write(STDERR_FILENO, found, sizeof found - 1) < 0) {
    _exit(2);
  }
  _exit(1);
}

// Ends the run, with the name of the test, if it does not end by itself.
static void limit(const char *name) {
  const struct itimerval limit = {.it_value.tv_sec = MAX_TEST_SECONDS};
  running = name;
  signal(SIGPROF, stop_hanging);
  setitimer(ITIMER_PROF, &limit, NULL);
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    void (*run)(void);
  } tests[] = {
      {"the cell equals the specification; images that break it are refused", test_cell},
      {"the parser survives any bytes", test_parser},
      {"updates go to the other slot, in turn", test_update},
      {"a power cut leaves the old network or the new one", test_power_cuts},
      {"a stream steps every message once", test_stream},
      {"remembered transitions are the cell's own", test_transitions},
      {"a stream is the same, looked up or stepped", test_remembered},
      {"messages are answered as specified", test_link},
      {"Firmata is spoken as johnny-five expects", test_firmata},
      {"the stand-alone adder adds on rising edges", test_standalone},
      {"one press of a button is one step, however it bounces", test_buttons},
      {"it has the pins that the image has chosen", test_chosen_pins},
      {"an electronic clock is fast while the transitions are remembered", test_fast_clock},
      {"what is typed at a serial monitor is answered in text, beside all messages", test_monitor},
  };
  unsigned passed = 0;
  for (unsigned i = 0; i < sizeof tests / sizeof *tests; i++) {
    if (argc > 1 && strncmp(tests[i].name, argv[1], strlen(argv[1])) != 0) {
      continue;
    }
    const int before = checks;
    limit(tests[i].name);
    tests[i].run();
    printf("ok  %s (%d checks)\n", tests[i].name, checks - before);
    passed++;
  }
  printf("%u passed, 0 failed\n", passed);
  return 0;
}
