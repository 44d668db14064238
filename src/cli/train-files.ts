import { join } from 'node:path';
import { writeNetwork } from '../network/index.ts';
import { originOf, type Training } from '../train.ts';
import { lossSvg } from '../view/loss-svg.ts';

/** Paths of the files of a training. */
export interface Files {
  readonly network?: string;
  readonly certificate?: string;
  readonly loss?: string;
}

/** Writes network, certificate and loss curve; an unproven network goes to a file of its own. */
export async function writeFiles(training: Training, folder: string): Promise<Files> {
  const { task, options, trained, float, fixed, proof } = training;
  const origin = originOf(training);
  if (trained === undefined || origin === undefined || float === undefined || fixed === undefined) return {};
  const name = proof ? 'network' : 'unproven';
  const loss = join(folder, proof ? 'loss.svg' : 'unproven.loss.svg');
  const title = `${task.name}, seed ${options.seed}, start ${trained.start}`;
  const files = await writeNetwork(join(folder, `${name}.json`), task, float, fixed, origin, proof, {
    [loss]: lossSvg(trained.losses, title),
  });
  return { ...files, loss };
}
