import { Vcd, type VcdWrite } from '../../firmware-sim/index.ts';
import { identifiers } from '../formats/identifiers.ts';
import type { Task } from '../tasks/index.ts';
import type { StreamOutput } from './stream-base.ts';

/**
 * The same output, with a recording of the steps. Each step takes 2 µs: inputs change when clk falls, outputs when it
 * rises. Before the first step of a number clk rises while reset is high. `--in-file` reads the recording.
 */
export function recordSteps(output: StreamOutput, task: Task, write: VcdWrite): StreamOutput {
  const names = identifiers([...task.inputs, ...task.outputs], ['clk', 'reset']);
  const vcd = new Vcd(
    write,
    'network',
    ['clk', 'reset', ...names].map((name) => [name, 0] as const),
    '1us',
  );
  let time = 0;
  /** Half a period: inputs change when clk falls, outputs when it rises. */
  const half = (clock: 0 | 1, reset: 0 | 1, from: number, to: number, word: number) => {
    time += 1;
    vcd.change(0, clock, time);
    vcd.change(1, reset, time);
    for (let at = from; at < to; at++) vcd.change(2 + at, ((word >> (at - from)) & 1) as 0 | 1, time);
  };
  const recording: Pick<StreamOutput, 'steps' | 'end'> = {
    steps(inputs, outputs, first) {
      if (first) {
        half(0, 1, 0, 0, 0);
        half(1, 1, 0, 0, 0);
      }
      for (const [step, sums] of outputs.entries()) {
        half(0, 0, 0, task.inputs.length, inputs[step] ?? 0);
        half(1, 0, task.inputs.length, names.length, sums);
      }
      output.steps(inputs, outputs, first);
    },
    end(tally, recorded) {
      vcd.end(time + 1);
      output.end(tally, recorded);
    },
  };
  return new Proxy(output, {
    get(target, name) {
      if (name === 'steps' || name === 'end') return recording[name];
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
