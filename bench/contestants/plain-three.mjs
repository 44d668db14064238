/**
 * Loss and gradient of the network with two inputs, three states and one output, every weight and every gradient
 * in a local variable.
 */
export function threeStateUpdate({ batch, steps }) {
  /** The states of one sample before each step and after the last. */
  const states = new Float64Array((steps + 1) * 3);
  const dlogits = new Float64Array(steps);
  const scale = 1 / (batch * steps);
  return (p, x, t, gradient) => {
    const [s00, s01, s02] = p;
    const [a0, a1, a2, b0, b1, b2] = p.subarray(3, 9);
    const c0 = p[9] + p[21];
    const c1 = p[10] + p[22];
    const c2 = p[11] + p[23];
    const [r00, r01, r02, r10, r11, r12, r20, r21, r22] = p.subarray(12, 21);
    const [o0, o1, o2, o] = p.subarray(24, 28);
    let loss = 0;
    let [gs0, gs1, gs2, ga0, ga1, ga2, gb0, gb1, gb2, gc0, gc1, gc2] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let [g00, g01, g02, g10, g11, g12, g20, g21, g22] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    let [go0, go1, go2, go] = [0, 0, 0, 0];
    for (let sample = 0; sample < batch; sample++) {
      const from = sample * steps;
      let s0 = s00;
      let s1 = s01;
      let s2 = s02;
      states[0] = s0;
      states[1] = s1;
      states[2] = s2;
      for (let step = 0; step < steps; step++) {
        const x0 = x[(from + step) * 2];
        const x1 = x[(from + step) * 2 + 1];
        const z0 = c0 + x0 * a0 + x1 * b0 + s0 * r00 + s1 * r10 + s2 * r20;
        const z1 = c1 + x0 * a1 + x1 * b1 + s0 * r01 + s1 * r11 + s2 * r21;
        const z2 = c2 + x0 * a2 + x1 * b2 + s0 * r02 + s1 * r12 + s2 * r22;
        // tanh, three times as fast as Math.tanh
        s0 = 1 - 2 / (Math.exp(2 * z0) + 1);
        s1 = 1 - 2 / (Math.exp(2 * z1) + 1);
        s2 = 1 - 2 / (Math.exp(2 * z2) + 1);
        const at = step * 3 + 3;
        states[at] = s0;
        states[at + 1] = s1;
        states[at + 2] = s2;
        const z = o + s0 * o0 + s1 * o1 + s2 * o2;
        const target = t[from + step];
        const e = Math.exp(z < 0 ? z : -z);
        loss += (z > 0 ? z : 0) - z * target + Math.log1p(e);
        dlogits[step] = ((z < 0 ? e : 1) / (1 + e) - target) * scale;
      }
      let d0 = 0;
      let d1 = 0;
      let d2 = 0;
      for (let step = steps - 1; step >= 0; step--) {
        const at = step * 3;
        const p0 = states[at];
        const p1 = states[at + 1];
        const p2 = states[at + 2];
        const n0 = states[at + 3];
        const n1 = states[at + 4];
        const n2 = states[at + 5];
        const d = dlogits[step];
        go += d;
        go0 += d * n0;
        go1 += d * n1;
        go2 += d * n2;
        const z0 = (d0 + d * o0) * (1 - n0 * n0);
        const z1 = (d1 + d * o1) * (1 - n1 * n1);
        const z2 = (d2 + d * o2) * (1 - n2 * n2);
        const x0 = x[(from + step) * 2];
        const x1 = x[(from + step) * 2 + 1];
        gc0 += z0;
        gc1 += z1;
        gc2 += z2;
        ga0 += x0 * z0;
        ga1 += x0 * z1;
        ga2 += x0 * z2;
        gb0 += x1 * z0;
        gb1 += x1 * z1;
        gb2 += x1 * z2;
        g00 += p0 * z0;
        g01 += p0 * z1;
        g02 += p0 * z2;
        g10 += p1 * z0;
        g11 += p1 * z1;
        g12 += p1 * z2;
        g20 += p2 * z0;
        g21 += p2 * z1;
        g22 += p2 * z2;
        d0 = z0 * r00 + z1 * r01 + z2 * r02;
        d1 = z0 * r10 + z1 * r11 + z2 * r12;
        d2 = z0 * r20 + z1 * r21 + z2 * r22;
      }
      gs0 += d0;
      gs1 += d1;
      gs2 += d2;
    }
    gradient.set([gs0, gs1, gs2, ga0, ga1, ga2, gb0, gb1, gb2, gc0, gc1, gc2]);
    gradient.set([g00, g01, g02, g10, g11, g12, g20, g21, g22, gc0, gc1, gc2, go0, go1, go2, go], 12);
    return loss * scale;
  };
}
