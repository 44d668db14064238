#include "typed.h"

#include <string.h>

#include "fake_board.h"

void forget(void) {
  struct packet message;
  fake.sent_length = 0;
  CHECK(!receive(&message));
}

void type(const char *line) {
  forget();
  feed((const uint8_t *)line, (uint32_t)strlen(line));
}

void replies(const char *text) {
  CHECK(fake.sent_length == strlen(text) && memcmp(fake.sent, text, fake.sent_length) == 0);
  fake.sent_length = 0;
}

bool reply_has(const char *text) {
  fake.sent[fake.sent_length] = 0;
  return strstr((const char *)fake.sent, text) != 0;
}

void put_on_as(const struct net *net, const char *name) {
  forget();
  const struct image image = image_of(net, name);
  install(&image);
  app_poll(&app);
}

void put_on(const struct net *net) {
  put_on_as(net, "test");
}
