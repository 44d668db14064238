import type { Command } from 'commander';

/**
 * What is known about a command before its file is loaded. A file is loaded only when its command is used, because most
 * of the time that a command takes is Node's own start.
 */
export interface CommandEntry {
  readonly summary: string;
  /** Adds arguments, options and action. `whole` gives all commands, for those that describe them. */
  readonly load: () => Promise<{ define(command: Command, whole: () => Promise<Command>): Command }>;
}

/** The commands, in the order in which the help lists them. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  machine: {
    summary: 'read a machine’s file, show what it says, draw it, or convert it',
    load: () => import('./machine.ts'),
  },
  train: {
    summary: 'train, quantize and prove a network; take fresh starts until one is proven',
    load: () => import('./train.ts'),
  },
  import: {
    summary:
      'import weights that were trained elsewhere (a tanh RNN and a linear layer), round and prove them',
    load: () => import('./import.ts'),
  },
  prove: {
    summary: 'prove a network again, and show from which corrupted states it recovers',
    load: () => import('./prove.ts'),
  },
  check: {
    summary:
      'verify a network file: its certificate, with independent code, and its origin, by training it again',
    load: () => import('./check.ts'),
  },
  explain: {
    summary: 'show what the network remembers: its minimal automaton, as text, DOT and SVG',
    load: () => import('./explain.ts'),
  },
  shrink: {
    summary: 'search for the smallest constants that training finds and that are still proven',
    load: () => import('./shrink.ts'),
  },
  smallest: {
    summary: 'search all constants for the smallest possible network, and show that none is smaller',
    load: () => import('./smallest.ts'),
  },
  census: {
    summary: 'train many starts and count: how many learn, how many are proven, where the others fail',
    load: () => import('./census.ts'),
  },
  sweep: {
    summary: 'run a plan of censuses and searches, here or on any number of workers (docs/sweep.md)',
    load: () => import('./sweep.ts'),
  },
  worker: {
    summary: 'work for sweeps that are queued in Redis or Valkey, until Ctrl-C',
    load: () => import('./worker.ts'),
  },
  export: {
    summary: 'write the network for other programs',
    load: () => import('./export.ts'),
  },
  gradcheck: {
    summary: 'compare backpropagation with central differences, parameter by parameter',
    load: () => import('./gradcheck.ts'),
  },
  'flash-weights': {
    summary: 'put a proven network on a board; the old one runs until the new one is verified',
    load: () => import('./flash-weights.ts'),
  },
  'flash-firmware': {
    summary: 'put carrybit’s firmware on an Arduino Uno or Nano through its boot loader; networks on it stay',
    load: () => import('./flash-firmware.ts'),
  },
  sim: {
    summary: 'run a simulated Arduino Uno with its serial port on TCP, until Ctrl-C',
    load: () => import('./sim.ts'),
  },
  stream: {
    summary: 'stream numbers through the network bit by bit, and compare every output',
    load: () => import('./stream.ts'),
  },
  run: {
    summary: 'run the network at pins: read the inputs, CLK and RESET, and drive the outputs',
    load: () => import('./run.ts'),
  },
  live: {
    summary: 'serve a page that shows the network at work: Uno, traces, states, automaton, sums',
    load: () => import('./live.ts'),
  },
  board: {
    summary: 'list boards, show, read back or erase what is on them',
    load: () => import('./board.ts'),
  },
  completion: {
    summary: 'print a completion script for bash, zsh or fish',
    load: () => import('./completion.ts'),
  },
  man: {
    summary: 'print the manual page: carrybit man | man -l -',
    load: () => import('./man.ts'),
  },
  version: {
    summary: 'print the versions of carrybit and of its environment, for a bug report',
    load: () => import('./version.ts'),
  },
};
