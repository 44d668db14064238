/**
 * Loss and gradient for any sizes with one output, hidden a multiple of four. Rows are (step, sample); products take
 * four columns at a time, so that their sums stay in registers.
 */
export function anyUpdate({ inputs, hidden, batch, steps }) {
  const rows = batch * steps;
  const [states, dz] = [new Float64Array(rows * hidden), new Float64Array(rows * hidden)];
  const dlogits = new Float64Array(rows);
  const dh = new Float64Array(hidden);
  const scale = 1 / rows;
  const sizes = [hidden, inputs * hidden, hidden, hidden * hidden, hidden, hidden, 1];
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const split = (vector) => sizes.map((size, index) => vector.subarray(starts[index], starts[index] + size));

  return (parameters, x, t, gradient) => {
    gradient.fill(0);
    const [s0, wInput, bInput, wRecurrent, bRecurrent, wOutput, [bOutput]] = split(parameters);
    const [ds0, dwInput, dbInput, dwRecurrent, dbRecurrent, dwOutput, dbOutput] = split(gradient);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      // x and t are (sample, step).
      const step = row % steps;
      const before = step === 0 ? s0 : states;
      const from = step === 0 ? 0 : (row - 1) * hidden;
      let z = bOutput;
      for (let j = 0; j < hidden; j += 4) {
        let z0 = bInput[j] + bRecurrent[j];
        let z1 = bInput[j + 1] + bRecurrent[j + 1];
        let z2 = bInput[j + 2] + bRecurrent[j + 2];
        let z3 = bInput[j + 3] + bRecurrent[j + 3];
        for (let i = 0; i < inputs; i++) {
          const value = x[row * inputs + i];
          const at = i * hidden + j;
          z0 += value * wInput[at];
          z1 += value * wInput[at + 1];
          z2 += value * wInput[at + 2];
          z3 += value * wInput[at + 3];
        }
        for (let k = 0; k < hidden; k++) {
          const value = before[from + k];
          const at = k * hidden + j;
          z0 += value * wRecurrent[at];
          z1 += value * wRecurrent[at + 1];
          z2 += value * wRecurrent[at + 2];
          z3 += value * wRecurrent[at + 3];
        }
        const at = row * hidden + j;
        z0 = 1 - 2 / (Math.exp(2 * z0) + 1);
        z1 = 1 - 2 / (Math.exp(2 * z1) + 1);
        z2 = 1 - 2 / (Math.exp(2 * z2) + 1);
        z3 = 1 - 2 / (Math.exp(2 * z3) + 1);
        states[at] = z0;
        states[at + 1] = z1;
        states[at + 2] = z2;
        states[at + 3] = z3;
        z += z0 * wOutput[j] + z1 * wOutput[j + 1] + z2 * wOutput[j + 2] + z3 * wOutput[j + 3];
      }
      const e = Math.exp(z < 0 ? z : -z);
      loss += (z > 0 ? z : 0) - z * t[row] + Math.log1p(e);
      dlogits[row] = ((z < 0 ? e : 1) / (1 + e) - t[row]) * scale;
    }

    for (let row = rows - 1; row >= 0; row--) {
      const at = row * hidden;
      const d = dlogits[row];
      if (row % steps === steps - 1) dh.fill(0);
      dbOutput[0] += d;
      for (let j = 0; j < hidden; j++) {
        const s = states[at + j];
        const dpre = (dh[j] + d * wOutput[j]) * (1 - s * s);
        dz[at + j] = dpre;
        dwOutput[j] += d * s;
        dbInput[j] += dpre;
        for (let i = 0; i < inputs; i++) dwInput[i * hidden + j] += x[row * inputs + i] * dpre;
      }
      for (let k = 0; k < hidden; k += 4) {
        let [c0, c1, c2, c3] = [0, 0, 0, 0];
        const w = k * hidden;
        for (let j = 0; j < hidden; j++) {
          const value = dz[at + j];
          c0 += value * wRecurrent[w + j];
          c1 += value * wRecurrent[w + hidden + j];
          c2 += value * wRecurrent[w + 2 * hidden + j];
          c3 += value * wRecurrent[w + 3 * hidden + j];
        }
        dh[k] = c0;
        dh[k + 1] = c1;
        dh[k + 2] = c2;
        dh[k + 3] = c3;
      }
      if (row % steps === 0) for (let k = 0; k < hidden; k++) ds0[k] += dh[k];
    }
    dbRecurrent.set(dbInput);
    weightGradient(s0, dwRecurrent);
    return loss * scale;
  };

  /** dw[k][j] = Σ over rows of the state before, k, times dz, j: tiles of 2 × 4 sums over all rows. */
  function weightGradient(s0, dw) {
    for (let k = 0; k < hidden; k += 2) {
      for (let j = 0; j < hidden; j += 4) {
        let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
        for (let row = 0, step = 0; row < rows; row++) {
          const first = step === 0;
          const a = first ? s0[k] : states[(row - 1) * hidden + k];
          const b = first ? s0[k + 1] : states[(row - 1) * hidden + k + 1];
          const at = row * hidden + j;
          const z0 = dz[at];
          const z1 = dz[at + 1];
          const z2 = dz[at + 2];
          const z3 = dz[at + 3];
          a0 += a * z0;
          a1 += a * z1;
          a2 += a * z2;
          a3 += a * z3;
          b0 += b * z0;
          b1 += b * z1;
          b2 += b * z2;
          b3 += b * z3;
          step = step + 1 === steps ? 0 : step + 1;
        }
        dw.set([a0, a1, a2, a3], k * hidden + j);
        dw.set([b0, b1, b2, b3], (k + 1) * hidden + j);
      }
    }
  }
}
