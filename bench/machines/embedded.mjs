// What small boards do: buttons, lights, motors, machines that take coins.
import { machine, symbolic } from './explore.mjs';

const quadrature = machine('quadrature decoder', ['a', 'b'], ['up', 'down', 'error'], 0, (s, a, b) => {
  const at = a ^ b ? (b ? 3 : 1) : b ? 2 : 0;
  const moved = (at - s + 4) % 4;
  return [at, [moved === 1, moved === 3, moved === 2]];
});
const debouncer = (n) =>
  machine(`debouncer of ${n} equal samples`, ['button'], ['pressed'], [0, 0], ([held, count], x) => {
    if (x === held) return [[held, 0], [held]];
    return count + 1 === n ? [[x, 0], [x]] : [[held, count + 1], [held]];
  });
const edges = machine('edges', ['in'], ['rise', 'fall'], 0, (s, x) => [x, [x && !s, s && !x]]);
const toggle = machine('toggle switch', ['button'], ['on'], [0, 0], ([on, last], x) => {
  const to = x && !last ? 1 - on : on;
  return [[to, x], [to]];
});
const latch = machine('set-reset latch', ['set', 'reset'], ['q'], 0, (s, set, reset) => {
  if (set && reset) return undefined;
  const to = set ? 1 : reset ? 0 : s;
  return [to, [to]];
});
const jk = machine('JK flip-flop', ['j', 'k'], ['q'], 0, (s, j, k) => {
  const to = s ? 1 - k : j;
  return [to, [to]];
});
const trafficLight = machine(
  'traffic light',
  ['car', 'timer'],
  ['green', 'yellow', 'red', 'walk'],
  0,
  (s, car, timer) => {
    const to = timer ? [car ? 1 : 0, 2, 3, 0][s] : s;
    return [to, [to === 0, to === 1 || to === 3, to === 2, to === 2]];
  },
);
const crossing = machine(
  'pedestrian light',
  ['button', 'tick'],
  ['go', 'caution', 'walk'],
  ['go', 0],
  ([s, t], button, tick) => {
    const lights = (to) => [to, [to[0] === 'go' || to[0] === 'asked', to[0] === 'caution', to[0] === 'walk']];
    if (s === 'go') return lights(button ? ['asked', 0] : [s, 0]);
    if (!tick) return lights([s, t]);
    if (s === 'asked') return lights(['caution', 0]);
    if (s === 'caution') return lights(['walk', 0]);
    return lights(t === 2 ? ['go', 0] : [s, t + 1]);
  },
);
const vending = (price, coins) =>
  machine(
    `vending machine at ${price}`,
    coins.map((c) => `coin ${c}`),
    ['vend', 'change'],
    0,
    (s, ...bits) => {
      const given = coins.filter((_, at) => bits[at]);
      if (given.length > 1) return undefined;
      const total = s + (given[0] ?? 0);
      return total >= price ? [0, [1, total > price]] : [total, [0, 0]];
    },
  );
const vendingSymbols = symbolic(
  'drinks machine with symbols',
  ['coin', 'tea', 'coffee', 'cancel'],
  ['nothing', 'tea', 'coffee', 'refund'],
  0,
  (s, symbol) => {
    if (symbol === 'coin') return [Math.min(s + 1, 3), s === 3 ? 'refund' : 'nothing'];
    if (symbol === 'cancel') return [0, s ? 'refund' : 'nothing'];
    const price = symbol === 'tea' ? 1 : 2;
    return s >= price ? [s - price, symbol] : [s, 'nothing'];
  },
);
const lock = (code) =>
  machine(`lock ${code.join('')}`, ['a', 'b'], ['open'], 0, (s, a, b) => {
    if (s === code.length) return [a && b ? 0 : s, [!(a && b)]];
    if (!a && !b) return [s, [0]];
    const to = (a | (b << 1)) === code[s] ? s + 1 : 0;
    return [to, [to === code.length]];
  });
const elevator = machine(
  'elevator of three floors',
  ['call0', 'call1', 'call2'],
  ['up', 'down', 'door'],
  [0, 0],
  ([floor, goal], ...calls) => {
    const wanted = calls.indexOf(1);
    const to = goal === floor && wanted >= 0 ? wanted : goal;
    if (to === floor)
      return [
        [floor, to],
        [0, 0, 1],
      ];
    const moved = floor + Math.sign(to - floor);
    return [
      [moved, to],
      [to > floor, to < floor, 0],
    ];
  },
);
const stepper = machine('stepper motor', ['step', 'back'], ['a', 'b', 'c', 'd'], 0, (s, step, back) => {
  const to = step ? (s + (back ? 3 : 1)) % 4 : s;
  return [to, [to === 0, to === 1, to === 2, to === 3]];
});
const blinker = (on, off) =>
  machine(`blinker ${on} on ${off} off`, ['enable'], ['led'], 0, (s, enable) => {
    const to = enable ? (s + 1) % (on + off) : 0;
    return [to, [enable && to >= off]];
  });
const doubleClick = machine('double click', ['button'], ['single', 'double'], ['idle', 0], ([s, t], x) => {
  if (s === 'idle') return [x ? ['down', 0] : ['idle', 0], [0, 0]];
  if (s === 'down') return [x ? ['down', 0] : ['wait', 0], [0, 0]];
  if (s === 'wait')
    return x
      ? [
          ['again', 0],
          [0, 1],
        ]
      : t === 2
        ? [
            ['idle', 0],
            [1, 0],
          ]
        : [
            ['wait', t + 1],
            [0, 0],
          ];
  return [x ? ['again', 0] : ['idle', 0], [0, 0]];
});
const thermostat = machine('thermostat', ['cold', 'hot'], ['heat', 'cool'], 0, (s, cold, hot) => {
  if (cold && hot) return undefined;
  const to = cold ? 1 : hot ? 2 : s === 3 ? 3 : 0;
  return [to, [to === 1, to === 2]];
});
const washing = machine(
  'washing machine',
  ['start', 'full', 'timer'],
  ['valve', 'motor', 'pump', 'done'],
  'idle',
  (s, start, full, timer) => {
    const lights = (to) => [
      to,
      [to === 'fill', ['wash', 'spin'].includes(to), ['drain', 'spin'].includes(to), to === 'done'],
    ];
    if (s === 'idle') return lights(start ? 'fill' : s);
    if (s === 'fill') return lights(full ? 'wash' : s);
    if (s === 'done') return lights(start ? s : 'idle');
    return lights(timer ? { wash: 'drain', drain: 'spin', spin: 'done' }[s] : s);
  },
);
const turnstile = machine('turnstile', ['coin', 'push'], ['unlocked', 'alarm'], 0, (s, coin, push) => {
  if (coin) return [1, [1, 0]];
  return push ? [0, [0, s === 0]] : [s, [s === 1, 0]];
});
const garage = machine(
  'garage door',
  ['button', 'top', 'bottom'],
  ['up', 'down'],
  'closed',
  (s, button, top, bottom) => {
    if (top && bottom) return undefined;
    const go = (to) => [to, [to === 'opening', to === 'closing']];
    if (s === 'closed') return go(button ? 'opening' : s);
    if (s === 'open') return go(button ? 'closing' : s);
    if (s === 'opening') return go(top ? 'open' : button ? 'held' : s);
    if (s === 'closing') return go(bottom ? 'closed' : button ? 'opening' : s);
    return go(button ? 'closing' : s);
  },
);

export const embedded = [
  quadrature,
  debouncer(2),
  debouncer(3),
  debouncer(5),
  edges,
  toggle,
  latch,
  jk,
  trafficLight,
  crossing,
  vending(3, [1, 2]),
  vending(6, [1, 2, 5]),
  vendingSymbols,
  lock([1, 2, 3, 1]),
  lock([1, 1, 2, 3, 2, 1]),
  elevator,
  stepper,
  blinker(3, 2),
  blinker(5, 8),
  doubleClick,
  thermostat,
  washing,
  turnstile,
  garage,
];
