// From a step function to a machine's tables: states are numbered in the order in which they are found.

/**
 * @param step (state, bits of a step's input, first one first) → [next state, bits of the output] or undefined if
 * this never comes; an output bit that nobody cares for is undefined. States are anything JSON can write.
 */
export function machine(name, inputs, outputs, initial, step) {
  const names = [JSON.stringify(initial)];
  const found = new Map([[names[0], 0]]);
  const [next, output, care] = [[], [], []];
  for (let state = 0; state < names.length; state++) {
    for (let word = 0; word < 1 << inputs.length; word++) {
      const bits = inputs.map((_, input) => (word >> input) & 1);
      const taken = step(JSON.parse(names[state]), ...bits);
      if (taken === undefined) {
        next.push(-1);
        output.push(0);
        care.push(0);
        continue;
      }
      const [to, out] = taken;
      const key = JSON.stringify(to);
      if (!found.has(key)) {
        found.set(key, names.length);
        names.push(key);
      }
      next.push(found.get(key));
      const pack = (wanted) => out.reduce((packed, bit, at) => packed | (wanted(bit) ? 1 << at : 0), 0);
      output.push(pack((bit) => bit === 1 || bit === true));
      care.push(pack((bit) => bit !== undefined));
    }
  }
  // A word of no letters is nobody's name.
  const states = names.map((key) => key.replaceAll('"', '') || 'nothing');
  return { name, inputs, outputs, states, initial: 0, next, output, care };
}

/** A machine over symbols, in binary; codes that stand for no symbol never come. */
export function symbolic(name, symbols, outputs, initial, step) {
  const width = (count) => Math.max(1, Math.ceil(Math.log2(count)));
  const bits = (prefix, count) => Array.from({ length: width(count) }, (_, bit) => `${prefix}${bit}`);
  return machine(name, bits('in', symbols.length), bits('out', outputs.length), initial, (state, ...word) => {
    const symbol = symbols[word.reduce((code, bit, at) => code | (bit << at), 0)];
    const taken = symbol === undefined ? undefined : step(state, symbol);
    if (taken === undefined) return undefined;
    const output = outputs.indexOf(taken[1]);
    if (output < 0) throw new Error(`${name} has no output ${taken[1]}`);
    return [taken[0], bits('', outputs.length).map((_, bit) => (output >> bit) & 1)];
  });
}
