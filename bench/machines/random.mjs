// Machines drawn at random: with a step of its own for each word, and with cubes and open outputs like those that
// designers write.

/** Numbers from a seed, 0 to 1 (Marsaglia's xorshift of 32 bits). */
export function drawn(seed) {
  let x = seed * 2654435761 + 1;
  return (count) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % count;
  };
}

const bits = (prefix, count) => Array.from({ length: count }, (_, bit) => `${prefix}${bit}`);

function table(name, seed, states, inputs, outputs, fill) {
  const draw = drawn(seed);
  for (let i = 0; i < 10; i++) draw(2);
  const size = states << inputs;
  const machine = {
    name,
    inputs: bits('x', inputs),
    outputs: bits('y', outputs),
    states: bits('s', states),
    initial: 0,
    next: new Array(size).fill(-1),
    output: new Array(size).fill(0),
    care: new Array(size).fill(0),
  };
  for (let state = 0; state < states; state++) fill(machine, state, draw);
  return machine;
}

export const words = (seed, states, inputs, outputs) =>
  table(
    `random ${states} × ${1 << inputs}, number ${seed}`,
    seed,
    states,
    inputs,
    outputs,
    (machine, state, draw) => {
      for (let word = 0; word < 1 << inputs; word++) {
        const index = (state << inputs) | word;
        machine.next[index] = draw(states);
        machine.output[index] = draw(1 << outputs);
        machine.care[index] = (1 << outputs) - 1;
      }
    },
  );

const cubes = (seed, states, inputs, outputs, most) =>
  table(
    `cubes ${states} × ${inputs}/${outputs}, number ${seed}`,
    seed,
    states,
    inputs,
    outputs,
    (machine, state, draw) => {
      const step = () => {
        const [output, open] = [draw(1 << outputs), draw(3) ? 0 : draw(1 << outputs)];
        return {
          next: draw(3) ? draw(states) : (state + 1) % states,
          output: output & ~open,
          care: ((1 << outputs) - 1) & ~open,
        };
      };
      const split = (mask, value, leaves) => {
        if (leaves === 1 || mask === (1 << inputs) - 1) {
          if (draw(12) === 0) return;
          const { next, output, care } = step();
          for (let word = 0; word < 1 << inputs; word++) {
            if ((word & mask) !== value) continue;
            const index = (state << inputs) | word;
            machine.next[index] = next;
            machine.output[index] = output;
            machine.care[index] = care;
          }
          return;
        }
        let bit = draw(inputs);
        while ((mask >> bit) & 1) bit = draw(inputs);
        const left = 1 + draw(leaves - 1);
        split(mask | (1 << bit), value, left);
        split(mask | (1 << bit), value | (1 << bit), leaves - left);
      };
      split(0, 0, 2 + draw(most - 1));
    },
  );

export const random = [
  words(1, 4, 1, 1),
  words(2, 4, 2, 2),
  words(3, 5, 1, 1),
  words(4, 6, 2, 1),
  words(5, 8, 1, 2),
  words(6, 8, 2, 1),
  words(7, 10, 1, 1),
  cubes(1, 4, 3, 2, 3),
  cubes(2, 6, 4, 2, 4),
  cubes(3, 7, 2, 3, 3),
  cubes(4, 8, 4, 4, 4),
  cubes(5, 9, 3, 2, 4),
  cubes(6, 10, 4, 2, 5),
  cubes(7, 12, 2, 2, 3),
  cubes(8, 14, 3, 3, 4),
  cubes(9, 16, 4, 2, 4),
  cubes(10, 16, 2, 3, 3),
  cubes(11, 6, 5, 4, 5),
];
