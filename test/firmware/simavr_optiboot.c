// An Arduino Uno with its boot loader on simavr, its serial port on TCP: for the real avrdude.
//   simavr_optiboot OPTIBOOT.hex    prints the port it listens on, serves one client after the other, for ever
// A connection resets the board, as DTR does. The board keeps to the clock on the wall, for the boot loader's time-out.
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "simavr_uno.h"

enum { MILLISECOND = 16000, BOOT_LOADER = 0x7E00, ANY_PORT = 0, BACKLOG = 4 };

static struct uno uno;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int listen_on_loopback(void) {
  const int server = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = ANY_PORT};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (server < 0 || bind(server, (struct sockaddr *)&address, size) || listen(server, BACKLOG) ||
      getsockname(server, (struct sockaddr *)&address, &size)) {
    fail("cannot listen");
  }
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return server;
}

static void reset(void) {
  avr_t *avr = uno.avr;
  avr_reset(avr);
  avr_regbit_set(avr, avr->reset_flags.extrf);
  uno.in_read = uno.in_written = uno.out_read = uno.out_written = 0;
  uno.ready = true;
}

// Until the client hangs up.
static void serve(int client) {
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (;;) {
    uint8_t bytes[256];
    struct pollfd readable = {.fd = client, .events = POLLIN};
    if (poll(&readable, 1, 0) > 0) {
      const ssize_t got = read(client, bytes, sizeof bytes);
      if (got <= 0) {
        return;
      }
      uno_send(&uno, bytes, (uint32_t)got);
    }
    if (!uno_run(&uno, MILLISECOND)) {
      fail("the processor stopped");
    }
    size_t count = 0;
    for (int byte; count < sizeof bytes && (byte = uno_receive(&uno)) >= 0;) {
      bytes[count++] = (uint8_t)byte;
    }
    if (count && write(client, bytes, count) != (ssize_t)count) {
      return;
    }
    next.tv_nsec += 1000000;
    if (next.tv_nsec >= 1000000000) {
      next.tv_sec++;
      next.tv_nsec -= 1000000000;
    }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, 0);
  }
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: simavr_optiboot OPTIBOOT.hex\n");
    return 2;
  }
  uno_start(&uno, argv[1]);
  uno.avr->reset_pc = BOOT_LOADER;
  const int server = listen_on_loopback();
  for (int client; (client = accept(server, 0, 0)) >= 0; close(client)) {
    reset();
    serve(client);
  }
  fail("accept");
}
