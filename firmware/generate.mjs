// What is said once, in messages.json and boards/uno/board.json, as the firmware, TypeScript and docs/spec.md need it.
//   node firmware/generate.mjs     writes the files; test/firmware/generated.test.ts compares them
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const { version, maxPayload, maxWriteBytes, maxReadBytes, messages, errors } = JSON.parse(
  read('firmware/messages.json'),
);
const uno = JSON.parse(read('firmware/boards/uno/board.json'));

const hex = (value) => `0x${value.toString(16).padStart(2, '0')}`;
const upper = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, '_');
const FROM = 'firmware/messages.json and firmware/boards/uno/board.json';
const NOTE = `Written by firmware/generate.mjs from ${FROM}.`;

const messagesHeader = `// Numbers of carrybit's messages and errors (docs/spec.md, section 7).
// ${NOTE}
#ifndef CARRYBIT_MESSAGES_H
#define CARRYBIT_MESSAGES_H

enum { MESSAGES_VERSION = ${version} };
// Bytes of the EEPROM that one message writes or reads, at most.
enum { MESSAGES_MAX_WRITE = ${maxWriteBytes}, MESSAGES_MAX_READ = ${maxReadBytes} };

enum message {
${messages.map(({ id, name }) => `  MESSAGE_${upper(name)} = ${hex(id)},`).join('\n')}
};

enum error {
${errors
  .map(
    ({ code, name, meaning, detail }) => `  // ${meaning}
  ERROR_${upper(name)} = ${code},  // detail: ${detail}`,
  )
  .join('\n')}
};

#endif
`;

const { limits, storage, line, pins, flash } = uno;
const define = (name, value) => `#define ${name} ${value}`;
const boardFacts = `// What an ${uno.name} is. Assembly includes it, too.
// ${NOTE}
#ifndef CARRYBIT_BOARD_FACTS_H
#define CARRYBIT_BOARD_FACTS_H

// The largest network, and its constants with its table.
${['inputs', 'hidden', 'outputs', 'constants'].map((size) => define(`BOARD_MAX_${upper(size)}`, limits[size])).join('\n')}

// EEPROM.
${define('BOARD_EEPROM', storage.eepromBytes)}
${define('BOARD_SLOTS', storage.slots)}
${define('BOARD_SLOT', storage.slotBytes)}

// Serial port: the divisor of 2,000,000 nearest to ${line.bootBaud} baud, and bytes of the rings.
${define('BOARD_BOOT_DIVISOR', Math.round(2_000_000 / line.bootBaud))}
${define('BOARD_RECEIVE_RING', line.receiveRing)}
${define('BOARD_SEND_RING', line.sendRing)}

// Pins, by Arduino number.
${define('BOARD_PINS', pins.count)}
${define('BOARD_FIRST_FREE', pins.firstFree)}
${define('BOARD_FIRST_ANALOG', pins.firstAnalog)}
${define('BOARD_SERVOS', pins.servos)}

// Those of the stand-alone adder unless others are chosen: inputs, CLK, RESET, outputs; and which may be chosen.
${pins.inputs.map((pin, at) => define(`STANDALONE_${'ABCD'[at]}`, pin)).join('\n')}
${define('STANDALONE_CLK', pins.clk)}
${define('STANDALONE_RESET', pins.reset)}
${pins.outputs.map((pin, at) => define(`STANDALONE_OUTPUT_${at}`, pin)).join('\n')}
${define('STANDALONE_MIN_INPUT', pins.choice.inputs[0])}
${define('STANDALONE_MAX_INPUT', pins.choice.inputs[1])}
${define('STANDALONE_MIN_OUTPUT', pins.choice.outputs[0])}
${define('STANDALONE_MAX_OUTPUT', pins.choice.outputs[1])}

#endif
`;

const entries = (rows) => rows.map(([name, value]) => `  ${name}: ${value},`).join('\n');
const quoted = (text) => `'${text}'`;
const list = (values) => `[${values.map((value) => quoted(value)).join(', ')}]`;
const numbersModule = `// ${NOTE}

/** The version of the messages: docs/spec.md section 7.1. */
export const MESSAGES_VERSION = ${version};
/** Bytes of a message's payload at most. */
export const MAX_PAYLOAD = ${maxPayload};
/** Bytes of one write and one read at most. */
export const MAX_WRITE_BYTES = ${maxWriteBytes};
export const MAX_READ_BYTES = ${maxReadBytes};

/** Identifiers, in the sysex range that Firmata leaves to the user. */
export const ID = {
${entries(messages.map(({ id, name }) => [name, hex(id)]))}
} as const;

/** Codes of docs/spec.md section 7.6. */
export const REFUSAL = {
${entries(errors.map(({ code, name }) => [name, code]))}
} as const;

/** What they say to a person, by code. */
export const REFUSAL_TEXTS: Readonly<Record<number, string>> = {
${entries(errors.map(({ code, says }) => [code, quoted(says)]))}
};

/** What an ${uno.name} is. */
export const UNO = {
  clockHz: ${grouped(uno.clockHz)},
  bootBaud: ${grouped(line.bootBaud)},
  limits: { ${Object.entries(limits)
    .map(([size, limit]) => `${size}: ${limit}`)
    .join(', ')} },
  /** Of the stand-alone adder, unless others are chosen. */
  pins: {
    inputs: ${list(pins.inputs)},
    clk: ${quoted(pins.clk)},
    reset: ${quoted(pins.reset)},
    outputs: ${list(pins.outputs)},
  },
  pinCount: ${pins.count},
  firstAnalogPin: ${pins.firstAnalog},
  /** From which they may be chosen, first and last: CLK and RESET as the inputs. */
  pinChoice: { inputs: [${pins.choice.inputs.join(', ')}], outputs: [${pins.choice.outputs.join(', ')}] },
  /** Names by vendor and product, in lower case. */
  usb: {
${Object.entries(uno.usb)
  .map(([id, name]) => `    ${quoted(id)}: ${quoted(name)},`)
  .join('\n')}
  },
  /** Chips that connect a serial line to USB, by vendor and product: how likely it is that a board is behind one. */
  adapters: {
${Object.entries(uno.adapters)
  .map(([id, { chip, runs }]) => `    ${quoted(id)}: { chip: ${quoted(chip)}, runs: ${quoted(runs)} },`)
  .join('\n')}
  },
  /** How firmware is written: chips by signature, and rates of boot loaders in the order in which they are tried. */
  flash: {
    pageBytes: ${flash.pageBytes},
    /** Below the largest boot loader section. */
    maxFirmwareBytes: ${grouped(flash.maxFirmwareBytes)},
    chips: { ${Object.entries(flash.chips)
      .map(([signature, name]) => `${quoted(signature)}: ${quoted(name)}`)
      .join(', ')} },
    /** ${flash.bootLoaders.map(({ name }) => name).join(', ')}. */
    bauds: [${flash.bootLoaders.map(({ baud }) => grouped(baud)).join(', ')}],
  },
} as const;
`;

const row = (cells) => `| ${cells.map((cell) => cell).join(' | ')} |`;
const code = (id) => `0x${hex(id).slice(2).toUpperCase()}`;
const tables = {
  messages: messages.map(({ id, name, note, toBoard, reply }) =>
    row([code(id), [name, note].filter(Boolean).join(' '), toBoard, reply]).replace('|  |', '| |'),
  ),
  errors: errors.map(({ code: number, meaning, detail }) => row([number, meaning, detail])),
  pins: [
    row([pins.inputs[0], 'A', 'input 0']),
    row([pins.inputs[1], 'B', 'input 1']),
    row([pins.inputs.slice(2).join(', '), '', 'inputs 2 and 3, if the network has them']),
    row([pins.clk, 'CLK', 'takes the inputs, steps once and puts the outputs out when it becomes active']),
    row([pins.reset, 'RESET', 'while it is active the state is `initialState`, and CLK does nothing']),
    row([pins.outputs[0], 'SUM', 'output 0 (the LED on the board)']),
    row([pins.outputs.slice(1).join(', '), '', 'outputs 1, 2 and 3, if the network has them']),
  ].map((line) => line.replace('|  |', '| |')),
};

/** The specification with the rows between its marks written anew. */
function spec() {
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const table = new RegExp(
      `(<!-- ${name}: firmware/generate.mjs -->\\n\\|[^\\n]*\\n\\|[^\\n]*\\n)(?:\\|[^\\n]*\\n)*`,
    );
    if (!table.test(text)) throw new Error(`docs/spec.md has no table of ${name}`);
    return text.replace(table, (_, head) => `${head}${rows.join('\n')}\n`);
  }, read('docs/spec.md'));
}

/** Path and content of every file that is written. */
export const generated = [
  ['firmware/core/messages.h', messagesHeader],
  ['firmware/boards/uno/board_facts.h', boardFacts],
  ['src/board/numbers.ts', numbersModule],
  ['docs/spec.md', spec()],
];

if (import.meta.url === pathToFileURL(argv[1] ?? '').href)
  for (const [path, text] of generated) writeFileSync(fileURLToPath(new URL(path, root)), text);
