// The board without hardware is an Uno.
#include "../uno/board_facts.h"
