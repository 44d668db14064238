import { Vcd, type VcdWrite } from '../../firmware-sim/index.ts';
import { identifiers } from '../formats/identifiers.ts';
import type { Task } from '../tasks/index.ts';
import type { StreamOutput } from './stream-output.ts';

/**
 * The same output, which also records the steps: each takes 2 µs, clk rising with its inputs and outputs; `first` is
 * high in the first step of a number.
 */
export function recordSteps(output: StreamOutput, task: Task, write: VcdWrite): StreamOutput {
  const names = identifiers([...task.inputs, ...task.outputs], ['clk', 'first']);
  const vcd = new Vcd(
    write,
    'network',
    ['clk', 'first', ...names].map((name) => [name, 0] as const),
    '1us',
  );
  let time = 0;
  const recording: Pick<StreamOutput, 'steps' | 'end'> = {
    steps(inputs, outputs, first) {
      for (const [step, sums] of outputs.entries()) {
        time += 1;
        const word = [inputs[step] ?? 0, sums] as const;
        vcd.change(0, 1, time);
        vcd.change(1, first && step === 0 ? 1 : 0, time);
        names.forEach((_, at) => {
          const isInput = at < task.inputs.length;
          const bit = isInput ? word[0] >> at : word[1] >> (at - task.inputs.length);
          vcd.change(2 + at, (bit & 1) as 0 | 1, time);
        });
        time += 1;
        vcd.change(0, 0, time);
      }
      output.steps(inputs, outputs, first);
    },
    end(tally) {
      vcd.end(time + 1);
      output.end(tally);
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
