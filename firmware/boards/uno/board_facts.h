// Bits of port D.
#define STANDALONE_A 2
#define STANDALONE_B 3
#define STANDALONE_CLK 4
#define STANDALONE_RESET 5
