import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import type { FloatNetwork } from '../../training/index.ts';
import { version } from '../../version.ts';
import { count } from '../../view/counts.ts';
import { folderOption, jsonOption } from '../arguments.ts';
import { chosenTask, type TaskFlags, withTask } from '../chosen-task.ts';
import { CommandError, EXIT } from '../exit.ts';
import { inFolder } from '../folder.ts';
import { sizeOfGiven } from '../given-file.ts';
import { say } from '../terminal.ts';

/** Maximum size; a network of 256 units needs less. */
const MAX_FILE_BYTES = 16 * 2 ** 20;

export function define(command: Command): Command {
  return withTask(command)
    .addArgument(new Argument('<file>', 'safetensors with the names of PyTorch’s nn.RNN, or ONNX'))
    .addOption(folderOption())
    .addOption(jsonOption())
    .action(run);
}

interface Flags extends TaskFlags {
  out: string;
  json?: true;
}

async function run(path: string, flags: Flags): Promise<void> {
  const { out, json } = flags;
  const task = await chosenTask(flags);
  const { source, digest, float } = await weights(path);
  const [{ importNetwork }, { writeNetwork }, { proofLines }] = await Promise.all([
    import('../../import-network.ts'),
    import('../../network/index.ts'),
    import('../../view/proof-lines.ts'),
  ]);
  let imported: ReturnType<typeof importNetwork>;
  try {
    imported = importNetwork(task, float);
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'UnprovenImportError') throw new CommandError(`${path}: ${message}`, EXIT.notProven);
    if (name !== 'FloatNetworkError') throw error;
    throw new CommandError(`${path}: ${message}; --task or --machine names its machine`, EXIT.usage);
  }
  const { rounding, fixed, proof } = imported;
  const origin = { method: 'import', carrybit: version(), source, digest, rounding } as const;
  const files = await inFolder(out, 'network.json', () =>
    writeNetwork(join(out, 'network.json'), task, float, fixed, origin, proof),
  );
  if (json) {
    process.stdout.write(`${JSON.stringify({ task: task.name, source, rounding, fixed, files })}\n`);
    return;
  }
  say(
    `${path}: ${count(fixed.hidden, 'unit')}, proven in rounding ${rounding}.\n${proofLines(task, fixed, proof)}\n\n` +
      `network      ${files.network}\ncertificate  ${files.certificate}`,
  );
}

/**
 * The format of a file. Its extension, or a header in JSON from the ninth byte on, distinguishes safetensors from ONNX.
 */
async function weights(
  path: string,
): Promise<{ source: 'safetensors' | 'onnx'; digest: string; float: FloatNetwork }> {
  await sizeOfGiven(path, MAX_FILE_BYTES);
  const [file, { importOnnx, importSafetensors }, { createHash }] = await Promise.all([
    readFile(path),
    import('../../formats/index.ts'),
    import('node:crypto'),
  ]);
  // torch.save writes a zip with a pickle, which only Python should open.
  if (file.toString('latin1', 0, 4) === 'PK\x03\x04')
    throw new CommandError(
      `${path}: expected safetensors or ONNX, got a zip, as torch.save writes it; in Python: safetensors.torch.save_file(model.state_dict(), 'model.safetensors')`,
      EXIT.usage,
    );
  const isSafetensors = /\.safetensors$/i.test(path) || file[8] === '{'.charCodeAt(0);
  const source = isSafetensors ? 'safetensors' : 'onnx';
  try {
    const float = source === 'safetensors' ? importSafetensors(file) : importOnnx(file);
    return { source, digest: createHash('sha256').update(file).digest('hex'), float };
  } catch (error) {
    if (!(error instanceof Error) || !['ImportError', 'FloatNetworkError'].includes(error.name)) throw error;
    throw new CommandError(`${path}: ${error.message}`, EXIT.usage);
  }
}
