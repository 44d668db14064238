import { dirname } from 'node:path';
import { Command, Option } from 'commander';
import type { NetworkDocument } from '../network/index.ts';
import { networkArgument, requireProof } from './arguments.ts';
import { CommandError, EXIT } from './exit.ts';

const FORMATS: Readonly<
  Record<string, { file: string; make(document: NetworkDocument): Promise<string | Uint8Array> }>
> = {
  c: {
    file: 'network.h',
    make: async (document) => (await import('../network/export-c.ts')).exportC(document),
  },
  onnx: {
    file: 'network.onnx',
    make: async (document) => (await import('../network/export-onnx.ts')).exportOnnx(document),
  },
  safetensors: {
    file: 'network.safetensors',
    make: async (document) => (await import('../network/export-safetensors.ts')).exportSafetensors(document),
  },
};

export function command(): Command {
  return new Command('export')
    .description('write the network for other programs')
    .addArgument(networkArgument())
    .addOption(
      new Option(
        '--format <format>',
        'c: header with constants and cell; onnx, safetensors: the float network',
      )
        .choices(Object.keys(FORMATS))
        .makeOptionMandatory(),
    )
    .addOption(new Option('--out <file>', 'where to write (default: beside the network)'))
    .addOption(new Option('--unproven', 'export a network without a proof'))
    .action(run);
}

async function run(path: string, flags: { format: string; out?: string; unproven?: true }): Promise<void> {
  const { readNetwork, writeWhole } = await import('../network/index.ts');
  const format = FORMATS[flags.format];
  if (format === undefined) throw new CommandError(`--format is ${flags.format}`, EXIT.usage);
  const document = await readNetwork(path);
  await requireProof(path, document, flags.unproven === true);
  const content = await format.make(document);
  const file = flags.out ?? `${dirname(path)}/${format.file}`;
  await writeWhole(file, content);
  process.stdout.write(`${file}\n`);
}
