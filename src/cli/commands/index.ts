import type { Command } from 'commander';

/** What there is to know of a command before its file is loaded, which is when it is asked for: most of the time that a command takes is Node's own start. */
export interface CommandEntry {
  readonly summary: string;
  /** Its arguments, options and action; `whole` gives all commands, to those that describe them. */
  readonly load: () => Promise<{ define(command: Command, whole: () => Promise<Command>): Command }>;
}

/** The commands, in the order in which the help lists them. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  machine: {
    summary: 'show what is understood of a machine’s file, draw it, and write it in another format',
    load: () => import('./machine.ts'),
  },
  train: {
    summary: 'train, quantize and prove a network, from fresh starts until a proof holds',
    load: () => import('./train.ts'),
  },
  import: {
    summary: 'round, prove and keep weights that were trained elsewhere: a tanh RNN and a linear layer',
    load: () => import('./import.ts'),
  },
  prove: {
    summary: 'prove a network afresh, and tell from which corrupted states it recovers',
    load: () => import('./prove.ts'),
  },
  check: {
    summary:
      'verify a network file: its certificate, with code independent of the prover, and by making it again as it says it was made',
    load: () => import('./check.ts'),
  },
  explain: {
    summary: 'show what the network remembers: its smallest automaton, as text, DOT and SVG',
    load: () => import('./explain.ts'),
  },
  shrink: {
    summary: 'search for the smallest constants that still prove, and keep the smallest network',
    load: () => import('./shrink.ts'),
  },
  smallest: {
    summary:
      'search all constants for the smallest network there can be, show that none is smaller, and write it',
    load: () => import('./smallest.ts'),
  },
  census: {
    summary:
      'count what becomes of many starts: how many learn, how many of these are proven, where others fail',
    load: () => import('./census.ts'),
  },
  sweep: {
    summary:
      'work off a whole plan of censuses and searches, here or by any number of workers (docs/sweep.md)',
    load: () => import('./sweep.ts'),
  },
  worker: {
    summary: 'work for the sweeps that are queued in a Redis or Valkey, until it is told to end',
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
    summary: 'put a proven network on a board, which goes on with the old one until all is verified',
    load: () => import('./flash-weights.ts'),
  },
  'flash-firmware': {
    summary: 'put carrybit’s firmware on an Arduino Uno or Nano, through its boot loader; its networks stay',
    load: () => import('./flash-firmware.ts'),
  },
  sim: {
    summary: 'run a simulated Arduino Uno with its serial port on TCP, until Ctrl-C',
    load: () => import('./sim.ts'),
  },
  stream: {
    summary: 'stream numbers through the network bit by bit, and check every answer',
    load: () => import('./stream.ts'),
  },
  run: {
    summary: 'run the network at pins: it reads the inputs, CLK and RESET, and drives the outputs',
    load: () => import('./run.ts'),
  },
  live: {
    summary: 'serve a page that shows the network at work: Uno, traces, states, automaton, sums',
    load: () => import('./live.ts'),
  },
  board: {
    summary: 'which boards there are, and what is on them',
    load: () => import('./board.ts'),
  },
  completion: {
    summary: 'print what makes a shell complete commands, options and files',
    load: () => import('./completion.ts'),
  },
  man: {
    summary: 'print the manual page: carrybit man | man -l -',
    load: () => import('./man.ts'),
  },
  version: {
    summary: 'print the versions of carrybit and of what it runs on, for a report',
    load: () => import('./version.ts'),
  },
};
