/** Addresses of the CPU's own registers (datasheet sections 7.3.1 and 7.5; of the ATmega2560 7.4 to 7.6). */
export const RAMPZ = 0x5b;
export const SPL = 0x5d;
export const SPH = 0x5e;
export const SREG = 0x5f;

export const SREG_C = 1 << 0;
export const SREG_Z = 1 << 1;
export const SREG_N = 1 << 2;
export const SREG_V = 1 << 3;
export const SREG_S = 1 << 4;
export const SREG_H = 1 << 5;
export const SREG_T = 1 << 6;
export const SREG_I = 1 << 7;
