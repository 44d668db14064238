#include "check.h"

void check_over(struct check *check, const uint8_t bytes[], uint8_t length) {
  struct check local = *check;
  while (length--) {
    check_update(&local, *bytes++);
  }
  *check = local;
}
