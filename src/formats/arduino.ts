import { constantCount, type FixedNetwork } from '../fixed/fixed-network.ts';
import type { Symbols } from '../machine/symbols.ts';
import { cHeader } from './c-header.ts';
import { identifier } from './identifiers.ts';
import { wordConstants } from './word-constants.ts';

/** The network and names of a library. */
export interface ArduinoSubject {
  /** Prefix of the names in the library. */
  readonly name: string;
  /** The version of carrybit, `1.2.3`. */
  readonly version: string;
  readonly fixed: FixedNetwork;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Names of whole words. */
  readonly symbols?: Symbols | undefined;
  /** Lines at the top of each file: what the network is, and whether it is proven. */
  readonly comment: readonly string[];
}

/** Maximum of bytes of constants. An Uno has 32,256 bytes for a sketch, of which the code takes some 5,000. */
export const MAX_ARDUINO_BYTES = 26_000;

/** Pins of an Uno in the order in which inputs take them, and outputs from the end: docs/spec.md section 9. */
const INPUT_PINS = ['2', '3', '6', '7', '8', '9', 'A0', 'A1', 'A2', 'A3', 'A4', 'A5'];
const OUTPUT_PINS = ['13', '12', '11', '10', '9', '8', 'A5', 'A4', 'A3', 'A2', 'A1', 'A0', '7', '6'];

/**
 * A library for the Arduino IDE: its files by their paths in its folder. Several go into one sketch.
 *
 * @throws RangeError if the constants do not fit in an Uno's flash
 */
export function arduinoLibrary(subject: ArduinoSubject): Readonly<Record<string, string>> {
  const { fixed, comment } = subject;
  const bytes = constantCount(fixed);
  if (bytes > MAX_ARDUINO_BYTES)
    throw new RangeError(
      `the constants of ${subject.name} take ${bytes} bytes, expected at most ${MAX_ARDUINO_BYTES}: an Uno has 32256 bytes for all of a sketch`,
    );
  const id = identifier(subject.name);
  const library = arduinoName(subject.name);
  const pins = pinsOf(fixed);
  return {
    [`src/${library}.h`]: cHeader(subject.name, fixed, comment, subject),
    'library.properties': properties(subject, library),
    'keywords.txt': keywords(id, subject),
    [`examples/${library}_serial/${library}_serial.ino`]: serialSketch(subject, id, library),
    ...(pins && { [`examples/${library}_pins/${library}_pins.ino`]: pinsSketch(subject, id, library, pins) }),
  };
}

/** The name of a network's library, and of its header. */
export const arduinoName = (name: string): string => `carrybit_${identifier(name)}`;

/** `architectures=*`: the header is C99 and C++11, and takes constants from flash where the chip is an AVR. */
function properties({ version, comment: [about = '', ...rest] }: ArduinoSubject, library: string): string {
  const line = (text: string) => text.replace(/\s+/g, ' ');
  return [
    `name=${library}`,
    `version=${/^\d+\.\d+\.\d+/.exec(version)?.[0] ?? '0.0.0'}`,
    'author=carrybit',
    'maintainer=carrybit',
    `sentence=${line(about)}`,
    `paragraph=${line(rest.join(' '))}`,
    'category=Other',
    'url=https://www.npmjs.com/package/carrybit',
    'architectures=*',
    `includes=${library}.h`,
    '',
  ].join('\n');
}

function keywords(id: string, subject: ArduinoSubject): string {
  const upper = id.toUpperCase();
  return [
    ...['reset', 'step'].map((name) => `${id}_${name}\tKEYWORD2`),
    ...['INPUTS', 'HIDDEN', 'OUTPUTS'].map((name) => `${upper}_${name}\tLITERAL1`),
    ...wordConstants(id, subject).flatMap(({ values }) => values.map(([name]) => `${name}\tLITERAL1`)),
    '',
  ].join('\n');
}

function serialSketch({ comment, inputs, outputs }: ArduinoSubject, id: string, library: string): string {
  const upper = id.toUpperCase();
  return `${comments([
    ...comment,
    '',
    'Type a step in the serial monitor, a bit for each input, and Enter: the outputs come back. An empty line resets.',
    `Inputs: ${inputs.join(', ')}. Outputs: ${outputs.join(', ')}.`,
  ])}
#include <${library}.h>

static int8_t state[${upper}_HIDDEN];
static uint16_t bits = 0;
static uint8_t count = 0;
static bool isWrong = false;

void setup() {
  Serial.begin(9600);
  ${id}_reset(state);
}

static void answer() {
  if (isWrong || (count != 0 && count != ${upper}_INPUTS)) {
    Serial.print(F("expected bits: "));
    Serial.println(${upper}_INPUTS);
  } else if (count == 0) {
    ${id}_reset(state);
    Serial.println(F("reset"));
  } else {
    const uint16_t outputs = ${id}_step(state, ${argument(inputs.length)});
    for (uint8_t output = 0; output < ${upper}_OUTPUTS; output++) Serial.print((outputs >> output) & 1);
    Serial.println();
  }
  bits = 0;
  count = 0;
  isWrong = false;
}

void loop() {
  const int character = Serial.read();
  if (character == '\\n') {
    answer();
  } else if (character == '0' || character == '1') {
    if (count < ${upper}_INPUTS && character == '1') bits = (uint16_t)(bits | (1u << count));
    if (count < 255) count++;
  } else if (character > ' ') {
    isWrong = true;
  }
}
`;
}

interface Pins {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The pins of an Uno for the network's inputs and outputs beside CLK and RESET; undefined if it has too few. */
function pinsOf({ inputs, outputs }: FixedNetwork): Pins | undefined {
  const taken = { inputs: INPUT_PINS.slice(0, inputs), outputs: OUTPUT_PINS.slice(0, outputs) };
  const clash = taken.inputs.some((pin) => taken.outputs.includes(pin));
  return clash || taken.outputs.length < outputs ? undefined : taken;
}

function pinsSketch({ comment, ...names }: ArduinoSubject, id: string, library: string, pins: Pins): string {
  const upper = id.toUpperCase();
  const wires = (side: 'inputs' | 'outputs') =>
    names[side].map((name, at) => `${name} at pin ${pins[side][at]}`).join(', ');
  return `${comments([
    ...comment,
    '',
    'Buttons to ground, without resistors, and LEDs: hold the inputs as the bits are and press CLK for a step; RESET',
    'starts again. Contacts may bounce for 5 ms.',
    `Buttons: ${wires('inputs')}, CLK at pin 4, RESET at pin 5.`,
    `LEDs: ${wires('outputs')}.`,
  ])}
#include <${library}.h>

static const uint8_t inputPins[] = {${pins.inputs.join(', ')}};
static const uint8_t outputPins[] = {${pins.outputs.join(', ')}};
static const uint8_t clkPin = 4;
static const uint8_t resetPin = 5;
static const unsigned long quietMs = 7;

static int8_t state[${upper}_HIDDEN];
static bool isDown = false;
static unsigned long touchedMs = 0;

void setup() {
  for (uint8_t input = 0; input < ${upper}_INPUTS; input++) pinMode(inputPins[input], INPUT_PULLUP);
  for (uint8_t output = 0; output < ${upper}_OUTPUTS; output++) pinMode(outputPins[output], OUTPUT);
  pinMode(clkPin, INPUT_PULLUP);
  pinMode(resetPin, INPUT_PULLUP);
  ${id}_reset(state);
}

static void step() {
  uint16_t bits = 0;
  for (uint8_t input = 0; input < ${upper}_INPUTS; input++) {
    if (digitalRead(inputPins[input]) == LOW) bits = (uint16_t)(bits | (1u << input));
  }
  const uint16_t outputs = ${id}_step(state, ${argument(names.inputs.length)});
  for (uint8_t output = 0; output < ${upper}_OUTPUTS; output++) {
    digitalWrite(outputPins[output], (outputs >> output) & 1 ? HIGH : LOW);
  }
}

void loop() {
  if (digitalRead(resetPin) == LOW) ${id}_reset(state);
  // CLK counts as pressed from its first contact until it has been quiet for a while, so one press is one step.
  if (digitalRead(clkPin) == LOW) {
    touchedMs = millis();
    if (!isDown && digitalRead(resetPin) == HIGH) step();
    isDown = true;
  } else if (millis() - touchedMs >= quietMs) {
    isDown = false;
  }
}
`;
}

/** The bits of a step in the type that the cell takes. */
const argument = (inputs: number) => (inputs <= 8 ? '(uint8_t)bits' : 'bits');

// A backslash at the end of a line would continue the comment in the next one.
const comments = (lines: readonly string[]) =>
  lines.map((line) => `// ${line.replaceAll('\\', '/')}`.trimEnd()).join('\n');
