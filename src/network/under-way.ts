/** Work on files that would leave a lock or a temporary file if the process ended during it. */
const underWay = new Set<Promise<unknown>>();

/** Does such work; {@link filesAtRest} waits for it. */
export function onFiles<Result>(work: () => Promise<Result>): Promise<Result> {
  const result: Promise<Result> = work().finally(() => underWay.delete(result));
  underWay.add(result);
  return result;
}

/** Whether such work goes on. */
export const areFilesUnderWay = (): boolean => underWay.size > 0;

/** Settles when the process may end without leaving anything half done. */
export async function filesAtRest(): Promise<void> {
  while (underWay.size > 0) await Promise.allSettled(underWay);
}
