#include "simavr_uno.h"

#include <simavr/avr_ioport.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_hex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SPL = 0x5D, SPH = 0x5E };

static void sent(struct avr_irq_t *irq, uint32_t value, void *param);
static void can_receive(struct avr_irq_t *irq, uint32_t value, void *param);
static void cannot_receive(struct avr_irq_t *irq, uint32_t value, void *param);
static void do_not_sleep(avr_t *avr, avr_cycle_count_t cycles);
static void deliver(struct uno *uno);

void uno_start(struct uno *uno, const char *hex) {
  memset(uno, 0, sizeof *uno);
  uint32_t size, start;
  uint8_t *program = read_ihex_file(hex, &size, &start);
  avr_t *avr = program ? avr_make_mcu_by_name("atmega328p") : 0;
  if (!avr) {
    fprintf(stderr, "cannot read %s\n", hex);
    exit(1);
  }
  avr_init(avr);
  avr->frequency = 16000000;
  avr->vcc = avr->avcc = avr->aref = 5000;
  avr->log = LOG_ERROR;
  avr->sleep = do_not_sleep;
  memcpy(avr->flash + start, program, size);
  avr->codeend = avr->flashend;
  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_irq_t *uart = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), 0);
  avr_irq_register_notify(uart + UART_IRQ_OUTPUT, sent, uno);
  avr_irq_register_notify(uart + UART_IRQ_OUT_XON, can_receive, uno);
  avr_irq_register_notify(uart + UART_IRQ_OUT_XOFF, cannot_receive, uno);
  uno->avr = avr;
  uno->ready = true;
  free(program);
}

void uno_send(struct uno *uno, const uint8_t *bytes, uint32_t length) {
  while (length--) {
    uno->in[uno->in_written++ % UNO_QUEUE] = *bytes++;
  }
}

int uno_receive(struct uno *uno) {
  return uno->out_read == uno->out_written ? -1 : uno->out[uno->out_read++ % UNO_QUEUE];
}

bool uno_step(struct uno *uno) {
  deliver(uno);
  const int state = avr_run(uno->avr);
  const uint16_t sp = (uint16_t)(uno->avr->data[SPL] | uno->avr->data[SPH] << 8);
  const uint16_t used = (uint16_t)(uno->avr->ramend - sp);
  // 0 before the program has set it.
  if (sp && used > uno->stack_used) {
    uno->stack_used = used;
  }
  return state != cpu_Done && state != cpu_Crashed;
}

bool uno_run(struct uno *uno, uint64_t cycles) {
  const avr_cycle_count_t end = uno->avr->cycle + cycles;
  while (uno->avr->cycle < end) {
    if (!uno_step(uno)) {
      return false;
    }
  }
  return true;
}

void uno_set_pin(struct uno *uno, char port, int bit, bool level) {
  avr_raise_irq(avr_io_getirq(uno->avr, AVR_IOCTL_IOPORT_GETIRQ(port), bit), level);
}

bool uno_get_pin(const struct uno *uno, char port, int bit) {
  avr_ioport_state_t state;
  avr_ioctl(uno->avr, AVR_IOCTL_IOPORT_GETSTATE(port), &state);
  return (state.port >> bit) & 1;
}

static void deliver(struct uno *uno) {
  while (uno->ready && uno->in_read != uno->in_written) {
    const uint8_t byte = uno->in[uno->in_read++ % UNO_QUEUE];
    avr_raise_irq(avr_io_getirq(uno->avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT), byte);
  }
}

static void sent(struct avr_irq_t *irq, uint32_t value, void *param) {
  struct uno *uno = param;
  (void)irq;
  uno->out[uno->out_written++ % UNO_QUEUE] = (uint8_t)value;
}

static void can_receive(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  (void)value;
  ((struct uno *)param)->ready = true;
}

static void cannot_receive(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  (void)value;
  ((struct uno *)param)->ready = false;
}

static void do_not_sleep(avr_t *avr, avr_cycle_count_t cycles) {
  (void)avr;
  (void)cycles;
}
