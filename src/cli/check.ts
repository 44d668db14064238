import { Command } from 'commander';
import { jsonOption, networkArgument } from './arguments.ts';
import { CommandError, EXIT } from './exit.ts';

export function command(): Command {
  return new Command('check')
    .description('verify a network file and its certificate, with code of its own, independent of the prover')
    .addArgument(networkArgument())
    .addOption(jsonOption())
    .action(run);
}

async function run(path: string, flags: { json?: true }): Promise<void> {
  const [{ floatOf, readCertificate, readNetwork, taskOf }, { checkCertificate }, { quantize }] =
    await Promise.all([
      import('../network/index.ts'),
      import('../proof/index.ts'),
      import('../fixed/index.ts'),
    ]);
  const document = await readNetwork(path);
  if (document.proof === null)
    throw new CommandError(`${path} is not proven, there is nothing to check`, EXIT.notProven);
  const { fixed, proof } = document;
  const certificate = await readCertificate(path, document);
  const { pairs, transitions } = checkCertificate(fixed, taskOf(document), certificate);
  if (pairs !== proof.pairs || transitions !== proof.transitions) {
    throw new CommandError(
      `${path}: proof: says ${proof.pairs} pairs and ${proof.transitions} transitions, the certificate has ${pairs} and ${transitions}`,
      EXIT.notProven,
    );
  }
  if (JSON.stringify(quantize(floatOf(document), fixed, fixed)) !== JSON.stringify(fixed)) {
    throw new CommandError(
      `${path}: fixed: the constants are not what the float parameters quantize to`,
      EXIT.notProven,
    );
  }
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ network: path, task: document.task, verdict: 'proven', pairs, transitions, certificate: proof.certificate })}\n`
      : `${path}: the certificate holds: ${pairs} pairs, ${transitions} transitions, each answers as the ${document.task} does and stays in the set.\n`,
  );
}
