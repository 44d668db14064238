import { type Command, Option } from 'commander';
import { agree, jsonOption, networkArgument, noteOwnMachine } from '../arguments.ts';
import { type MachineFlags, otherMachine, withMachine } from '../chosen-task.ts';
import { CommandError, EXIT } from '../exit.ts';
import { givenNetwork } from '../network-file.ts';
import { say, shownOn } from '../terminal.ts';

export function define(command: Command): Command {
  return withMachine(command, 'prove it against another machine')
    .addArgument(networkArgument())
    .addOption(
      new Option(
        '--property <file>',
        'prove properties instead: a file with one on each line, or a monitor machine with an output or a state named bad; or a property in words, such as "never reset open"',
      ).conflicts('machine'),
    )
    .addOption(jsonOption())
    .action(run);
}

interface Flags extends MachineFlags {
  readonly machine?: string;
  readonly property?: string;
  readonly json?: true;
}

async function run(path: string, flags: Flags): Promise<void> {
  const [{ checkProofNumbers, readNetwork, taskOf }, { prove }, { wideRecovery }, view, sample] =
    await Promise.all([
      import('../../network/index.ts'),
      import('../../proof/index.ts'),
      import('../../wide-recoveries.ts'),
      import('../../view/proof-lines.ts'),
      import('../../view/sample.ts'),
    ]);
  const document = await givenNetwork(readNetwork(path));
  if (flags.machine === undefined) noteOwnMachine(path, document);
  if (flags.property !== undefined) {
    const { proveProperties } = await import('../prove-properties.ts');
    return proveProperties(path, document, flags.property, flags);
  }
  const task =
    flags.machine === undefined
      ? taskOf(document)
      : await otherMachine(flags.machine, taskOf(document), flags);
  const proof = prove(document.fixed, task);
  const print = (json: object, text: string) =>
    process.stdout.write(
      `${flags.json ? JSON.stringify({ task: task.name, network: path, ...json }) : shownOn(process.stdout, text)}\n`,
    );

  switch (proof.verdict) {
    case 'undecided':
      print({ verdict: proof.verdict, pairs: proof.pairs }, '');
      throw new CommandError(
        `${path}: more than ${proof.pairs} pairs are reachable; the proof was given up`,
        EXIT.notProven,
      );
    case 'disproved': {
      const { counterexample } = proof;
      print({ verdict: proof.verdict, counterexample }, sample.formatCounterexample(task, counterexample));
      const steps = counterexample.inputs.length;
      throw new CommandError(
        `${path} is disproved: it goes wrong at step ${steps} of the stream above`,
        EXIT.notProven,
      );
    }
    case 'proven': {
      // Counting recovery over every state takes a second or more; the proof is shown before that.
      if (!flags.json) say(view.proofLines(task, document.fixed, proof));
      const recovered = await wideRecovery(document.fixed, task, proof);
      const { states, transitions, margin } = proof;
      const pairs = proof.pairs.nodes;
      print(
        { verdict: proof.verdict, pairs, states, transitions, margin, recovery: recovered ?? null },
        recovered
          ? view.recoveryLines(task, recovered)
          : 'Bit flips: too many states to try each; that is done up to 2^32, four states of eight bits.',
      );
      // The constants are proven, but the numbers in the file's `proof` may be wrong.
      if (flags.machine === undefined) agree(() => checkProofNumbers(document, task, proof), path);
    }
  }
}
