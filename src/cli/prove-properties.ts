import { existsSync } from 'node:fs';
import { isPropertyList, type Property, parseProperties } from '../machine/formats/properties.ts';
import { MachineError, placeInJson } from '../machine/index.ts';
import { type NetworkDocument, taskOf } from '../network/index.ts';
import { type PropertyProof, proveProperty } from '../proof/index.ts';
import { MachineFileError, type Task } from '../tasks/index.ts';
import { count } from '../view/counts.ts';
import { assumptions } from '../view/proof-lines.ts';
import { english } from '../view/proof-words.ts';
import { streamRows, wordTexts } from '../view/word-lines.ts';
import { type MachineFlags, machineOf } from './chosen-task.ts';
import { CommandError, EXIT } from './exit.ts';
import { sizeOfGiven } from './given-file.ts';
import { say } from './terminal.ts';
import { readText } from './text-file.ts';

/** Maximum size of a list. */
const MAX_LIST_BYTES = 2 ** 20;

/**
 * Proves a property in words, or every property in a file, and prints each result.
 *
 * @throws CommandError if one does not hold
 */
export async function proveProperties(
  path: string,
  document: NetworkDocument,
  file: string,
  flags: MachineFlags & { readonly json?: true },
): Promise<void> {
  const task = taskOf(document);
  const properties = await propertiesOf(file, flags);
  const assumed = assumptions(task);
  const results = [];
  for (const property of properties) {
    const { text } = property;
    const proof = proveNamed(file, document, task, property);
    results.push({ property: text, ...verdictOf(task, proof) });
    if (!flags.json) say(lines(task, text, proof));
  }
  if (flags.json) {
    const verdicts = new Set(results.map((each) => each.verdict));
    const verdict = (['disproved', 'undecided', 'proven'] as const).find((each) => verdicts.has(each));
    const said = { network: path, task: task.name, verdict, properties: results, assumed };
    process.stdout.write(`${JSON.stringify(said)}\n`);
  } else if (assumed.length > 0) say(english.assumed(assumed));
  const broken = results.filter(({ verdict }) => verdict !== 'proven').length;
  if (broken > 0)
    throw new CommandError(
      `${path}: ${broken} of ${properties.length === 1 ? '1 property does' : `${properties.length} properties ${broken === 1 ? 'does' : 'do'}`} not hold`,
      EXIT.notProven,
    );
}

/** A property, what errors in it are named by, and the text of a file in JSON that holds its monitor. */
type PlacedProperty = Property & { readonly place: string; readonly json?: string };

async function propertiesOf(
  file: string,
  flags: MachineFlags & { readonly json?: true },
): Promise<PlacedProperty[]> {
  if (!existsSync(file)) {
    if (isPropertyList(file))
      return listed(file, '--property').map((property) => ({ ...property, place: property.text }));
    if (file.includes(' '))
      throw new CommandError(
        `--property: expected a file, or a property such as "never A B" (README, own machines), got "${file}"`,
        EXIT.usage,
      );
  }
  const bytes = await sizeOfGiven(file);
  const isModule = /\.[cm]?[jt]s$/i.test(file);
  const text = bytes <= MAX_LIST_BYTES && !isModule ? await readText(file, 'properties') : '';
  if (!isPropertyList(text) && !/\.(txt|properties)$/i.test(file)) {
    const monitor = await machineOf(file, flags);
    return [
      {
        text: monitor.name,
        line: undefined,
        monitor,
        place: file,
        ...(/^\ufeff?\s*\{/.test(text) && { json: text }),
      },
    ];
  }
  return listed(text, file).map((property) => ({
    ...property,
    place: `${file}: line ${property.line}: ${property.text}`,
  }));
}

function listed(text: string, source: string): Property[] {
  try {
    return parseProperties(text);
  } catch (error) {
    if (error instanceof Error && error.name === 'FormatError')
      throw new MachineFileError(`${source}: ${error.message}`);
    throw error;
  }
}

function proveNamed(
  file: string,
  document: NetworkDocument,
  task: Task,
  { monitor, place, json }: PlacedProperty,
): PropertyProof {
  try {
    return proveProperty(document.fixed, task, monitor);
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    const inJson = json === undefined ? undefined : placeInJson(json, error.place.replace(/^monitor\.?/, ''));
    const where = inJson === undefined ? place : `${file}: line ${inJson.line}, column ${inJson.column}`;
    throw new MachineFileError(`${where}: ${error.problem}`);
  }
}

function verdictOf(task: Task, proof: PropertyProof) {
  if (proof.verdict !== 'disproved') return proof;
  const { verdict, inputs, outputs } = proof;
  return { verdict, inputs: wordTexts(task, 'inputs', inputs), outputs: wordTexts(task, 'outputs', outputs) };
}

function lines(task: Task, text: string, proof: PropertyProof): string {
  switch (proof.verdict) {
    case 'proven':
      return `holds: ${text} — for input streams of any length (${count(proof.triples, 'state')} of network and monitor, ${count(proof.transitions, 'transition')}).`;
    case 'undecided':
      return `undecided: ${text} — more than ${count(proof.triples, 'state')} of network and monitor are reachable.`;
    case 'disproved':
      return `broken: ${text} — the last step of this stream, a shortest one, breaks it:\n${streamRows(task, [
        { label: '  in', side: 'inputs', texts: wordTexts(task, 'inputs', proof.inputs) },
        { label: '  out', side: 'outputs', texts: wordTexts(task, 'outputs', proof.outputs) },
      ])}`;
  }
}
