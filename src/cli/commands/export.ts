import { basename, dirname, join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { OPSETS } from '../../formats/opsets.ts';
import { type Machine, UNSPECIFIED } from '../../machine/machine.ts';
import type { NetworkDocument } from '../../network/index.ts';
import type { Automaton, Proven } from '../../proof/index.ts';
import { networkArgument, requireProof, unprovenOption } from '../arguments.ts';
import { CommandError, EXIT } from '../exit.ts';
import { FORMATS, type Format, type FormatOptions, type Subject } from '../export-formats.ts';
import { givenNetwork } from '../network-file.ts';
import { wholeWithin } from '../number-option.ts';
import { refuseInput, refuseOther } from '../refuse-other.ts';

type Flags = FormatOptions & {
  readonly format: string;
  readonly out?: string;
  readonly name?: string;
  readonly unproven?: true;
  readonly force?: true;
};

export function define(command: Command): Command {
  return command
    .addArgument(networkArgument())
    .addOption(
      new Option(
        '--format <format>',
        Object.entries(FORMATS)
          .map(([name, { about }]) => `${name}: ${about}`)
          .join('; '),
      )
        .choices(Object.keys(FORMATS))
        .makeOptionMandatory(),
    )
    .addOption(new Option('--form <form>', 'verilog: network, automaton, testbench; onnx: stream, step'))
    .addOption(
      new Option('--name <name>', 'prefix of names in the file (default: the file’s or the task’s name)'),
    )
    .addOption(
      new Option('--opset <n>', `onnx: the operator set, ${OPSETS.min} to ${OPSETS.max}`).argParser(
        wholeWithin(OPSETS.min, OPSETS.max),
      ),
    )
    .addOption(new Option('--static <steps[,batch]>', 'onnx: fix the sizes').argParser(sizes))
    .addOption(new Option('--state', 'onnx-float: the state is an input and an output'))
    .addOption(
      new Option('--out <file>', 'output file; - is the standard output (default: beside the network)'),
    )
    .addOption(new Option('--force', 'overwrite a file of another network'))
    .addOption(unprovenOption('export'))
    .action(run);
}

async function run(path: string, flags: Flags): Promise<void> {
  const format = FORMATS[flags.format] as Format;
  checkFlags(format, flags);
  const { readNetwork, writeWhole } = await import('../../network/index.ts');
  const document = await givenNetwork(readNetwork(path));
  const proof = await requireProof(path, document, flags.unproven === true);
  const subject = await subjectOf(path, document, proof, flags.name);
  const needsProof = format.proven === true || flags.form === 'automaton';
  if (subject.pairs === null && needsProof) {
    throw new CommandError(
      `${path} is not proven, and the format ${flags.format} needs a proof`,
      EXIT.notProven,
    );
  }
  const content = await format.make(subject, flags);
  const form = flags.form === undefined || flags.form === format.forms?.[0] ? '' : `_${flags.form}`;
  if (typeof content === 'object' && !(content instanceof Uint8Array)) {
    const folder = flags.out ?? `${dirname(path)}/${await format.folder?.(subject.name)}`;
    await writeFolder(folder, content, flags.force === true ? undefined : subject.digests.fixed);
    process.stdout.write(`${folder}\n`);
    return;
  }
  if (flags.out === '-') {
    process.stdout.write(content);
    return;
  }
  const file = flags.out ?? `${dirname(path)}/${subject.name}${form}${format.ending}`;
  await refuseInput('--out', file, path);
  if (flags.force !== true && format.holds !== 'none')
    await refuseOther(file, subject.digests[format.holds], 'pass --force to write over it, or another --out');
  await writeWhole(file, content);
  process.stdout.write(`${file}\n`);
}

/**
 * Writes the files of a folder.
 *
 * @param digest of the constants that the first file has to hold already, if any of them exists
 */
async function writeFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
  digest: string | undefined,
): Promise<void> {
  if (folder === '-')
    throw new CommandError('--out: a folder cannot go to the standard output; name one', EXIT.usage);
  const { sizeOfFile, writeWhole } = await import('../../network/write-whole.ts');
  const { inFolder } = await import('../folder.ts');
  const [first = '', ...rest] = Object.keys(files);
  const other = 'pass --force to write over it, or another --out';
  if (digest !== undefined) {
    await refuseOther(join(folder, first), digest, other);
    // Only the first says what network it is; the others, without it, are another network's.
    const sizes = await Promise.all([first, ...rest].map((file) => sizeOfFile(join(folder, file))));
    if (sizes[0] === undefined && sizes.some((size) => size !== undefined))
      throw new CommandError(`${folder} holds another network or none; ${other}`);
  }
  for (const [file, content] of Object.entries(files)) {
    const place = join(folder, file);
    await inFolder(dirname(place), basename(place), () => writeWhole(place, content));
  }
}

function checkFlags({ forms, options = [] }: Format, flags: Flags): void {
  if (flags.form !== undefined && !forms?.includes(flags.form)) {
    const expected = forms === undefined ? 'nothing' : forms.join(' or ');
    throw new CommandError(
      `--form: expected ${expected} for --format ${flags.format}, got ${flags.form}`,
      EXIT.usage,
    );
  }
  for (const option of ['opset', 'static', 'state'] as const) {
    if (flags[option] === undefined || options.includes(option)) continue;
    throw new CommandError(`--${option} does not go with --format ${flags.format}`, EXIT.usage);
  }
}

/** The network with everything known about it. */
async function subjectOf(
  path: string,
  document: NetworkDocument,
  proof: Proven | null,
  name: string | undefined,
): Promise<Subject> {
  const [{ floatOf, taskOf }, { minimalAutomaton }, { stateOf }, { identifier }, { claim }] =
    await Promise.all([
      import('../../network/index.ts'),
      import('../../proof/index.ts'),
      import('../../machine/index.ts'),
      import('../../formats/identifiers.ts'),
      import('../export-claim.ts'),
    ]);
  const { fixed, digests, provenance } = document;
  const machine = taskOf(document);
  const stem = basename(path).replace(/\.json$/, '');
  return {
    name: identifier(name ?? (stem === 'network' ? machine.name : stem)),
    version: provenance.carrybit,
    machine,
    fixed,
    float: floatOf(document) ?? null,
    digests,
    comment: claim(machine, fixed, digests.fixed, proof),
    pairs:
      proof && Array.from({ length: proof.pairs.nodes }, (_, pair) => Array.from(stateOf(proof.pairs, pair))),
    automaton: proof && automatonMachine(minimalAutomaton(machine, proof)),
  };
}

function automatonMachine({ task, states, initial }: Automaton): Machine {
  const edges = states.flatMap((each) => each.edges);
  return {
    ...{ name: task.name, inputs: task.inputs, outputs: task.outputs, initial },
    states: states.map((_, index) => `${index}`),
    next: edges.map((edge) => edge?.to ?? UNSPECIFIED),
    output: edges.map((edge) => edge?.outputs ?? 0),
    care: edges.map((edge) => (edge === undefined ? 0 : 2 ** task.outputs.length - 1)),
  };
}

/** Parses STEPS or STEPS,BATCH. */
function sizes(text: string): { steps: number; batch: number } {
  const [steps = 0, batch = 1] = text.split(',').map(Number);
  const good = /^\d+(,\d+)?$/.test(text) && steps >= 1 && batch >= 1;
  if (!good) throw new InvalidArgumentError('Expected STEPS or STEPS,BATCH, whole numbers of at least 1.');
  return { steps, batch };
}
