// Medians of rounds in which the contestants take turns, so that a busy moment hits them all.
import { performance } from 'node:perf_hooks';
import { COMPARED } from './cases.mjs';
import { Absent, Contestant } from './contestant.mjs';

/** Seconds of work in a round, and before the first one. */
const ROUND = 0.2;
const WARM_UP = 1;
/** A program that needs more seconds for one unit works in every third round only. */
const SLOW = 2;

/**
 * Measures a row. Resolves to its results, in the order of `contestants`, and to those that are absent.
 *
 * @throws Error when a contestant fails, or when it computes something else
 */
export async function measure({ contestants, task, agrees }, { rounds, quick }) {
  const present = [];
  const absent = [];
  try {
    for (const each of contestants) {
      const process = new Contestant(each.command, each.file, each.env);
      try {
        present.push({ ...each, process, versions: await process.prepare(task), seconds: [] });
      } catch (error) {
        process.close();
        if (!(error instanceof Absent) || each.remedy === undefined) throw error;
        absent.push({ name: each.name, remedy: each.remedy });
      }
    }
    for (const each of present) {
      await check(each, agrees);
      Object.assign(each, await warmUp(each.process, quick ? 0 : WARM_UP, quick ? 0 : ROUND));
    }
    for (let round = 0; round < rounds; round++) {
      for (const { process, count, slow, units = 1, seconds } of present) {
        if (slow && round % 3 !== 0) continue;
        const { done, seconds: taken } = await process.run(count);
        seconds.push((taken / done) * units);
      }
    }
  } finally {
    for (const { process } of present) process.close();
  }
  const [first] = present;
  return {
    absent,
    results: present.map(({ name, about, file, versions, seconds }) => ({
      name,
      about,
      file: `bench/contestants/${file}`,
      versions,
      median: median(seconds),
      ratio: median(seconds) / median(first.seconds),
      rounds: seconds,
    })),
  };
}

async function check({ name, process, unchecked }, agrees) {
  const { check } = await process.run(COMPARED, true);
  if (!unchecked && !agrees(check))
    throw new Error(`${name} computes something else: ${JSON.stringify(check)}`);
}

/** Works for a while, and says how many units fill a round and whether one is slow. */
async function warmUp(contestant, least, round) {
  const end = performance.now() + least * 1000;
  for (let count = 1; ; ) {
    const { done, seconds } = await contestant.run(count);
    if (performance.now() >= end) {
      return { count: Math.max(1, Math.round((round / seconds) * done)), slow: seconds / done > SLOW };
    }
    if (seconds < round / 2) count = done * 2;
  }
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
