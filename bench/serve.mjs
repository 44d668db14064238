// The contestant's side of the protocol in README.md: one JSON document a line, on standard input and output.
import { createInterface } from 'node:readline';

/**
 * @param prepare takes a case and returns `versions` and `start(count)`. `start` resets, untimed, and returns the work:
 *   a
 * function that does `count` units, or as many as it reports, and returns values to verify if they are wanted.
 */
export async function serve(prepare) {
  let contestant;
  for await (const line of createInterface({ input: process.stdin })) {
    const { prepare: task, run: count, check: wanted = false } = JSON.parse(line);
    if (task !== undefined) {
      contestant = await prepare(task);
      reply({ versions: contestant.versions });
    } else {
      const work = await contestant.start(count, wanted);
      const before = process.hrtime.bigint();
      const { done = count, check } = (await work()) ?? {};
      reply({ done, seconds: Number(process.hrtime.bigint() - before) / 1e9, check });
    }
  }
}

function reply(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
