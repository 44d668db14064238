/**
 * So many steps of a BTOR2 model, one after the other, as one formula without states, which is satisfiable if a bad
 * property comes up in one of them: for solvers that read BTOR2 and know nothing of states.
 */
export function unrolled(text: string, steps: number): string {
  const model = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(';'))
    .map((line) => line.split(' '));
  const of = (op: string) =>
    new Map(model.filter((line) => line[1] === op).map(([, , , state = '', value = '']) => [state, value]));
  const [initial, next] = [of('init'), of('next')];
  const lines: string[] = [];
  const write = (line: string): string => {
    lines.push(`${lines.length + 1} ${line}`);
    return `${lines.length}`;
  };
  const sorts = new Map<string, string>();
  const sort = (width: string): string => {
    const found = sorts.get(width) ?? write(`sort bitvec ${width}`);
    sorts.set(width, found);
    return found;
  };
  let before = new Map<string, string>();
  let bad: string | undefined;
  for (let step = 0; step < steps; step++) {
    const now = new Map<string, string>();
    const at = (id = '') => now.get(id) ?? raise(`line ${id} is used before it comes`);
    for (const [id = '', op = '', ...rest] of model) {
      const [first, second = '', ...numbers] = rest;
      if (op === 'init' || op === 'next') continue;
      if (op === 'sort') now.set(id, sort(second));
      else if (op === 'input') now.set(id, write(`input ${at(first)}`));
      else if (op === 'const') now.set(id, write(`const ${at(first)} ${second}`));
      else if (op === 'state') {
        const value = initial.get(id);
        const from = step > 0 ? before.get(next.get(id) ?? '') : value && now.get(value);
        now.set(id, from ?? write(`input ${at(first)}`));
      } else if (op === 'bad') {
        bad = bad === undefined ? at(first) : write(`or ${sort('1')} ${bad} ${at(first)}`);
      } else if (op === 'slice' || op === 'sext') {
        now.set(id, write(`${op} ${at(first)} ${at(second)} ${numbers.join(' ')}`));
      } else now.set(id, write(`${op} ${rest.map(at).join(' ')}`));
    }
    before = now;
  }
  write(`constraint ${bad}`);
  return `${lines.join('\n')}\n`;
}

function raise(message: string): never {
  throw new Error(message);
}
