// Lines and protocols.
import { machine, symbolic } from './explore.mjs';

const uart = machine('UART receiver of four bits', ['rx'], ['busy', 'done', 'error'], 'idle', (s, rx) => {
  if (s === 'idle') return [rx ? s : 0, [!rx, 0, 0]];
  if (s < 4) return [s + 1, [1, 0, 0]];
  return ['idle', [0, rx, !rx]];
});
const nrzi = machine('NRZI decoder', ['line'], ['bit'], 1, (s, x) => [x, [s === x]]);
const manchester = machine('manchester decoder', ['line'], ['bit', 'valid', 'error'], 'first', (s, x) => {
  if (s === 'first') return [x ? 'high' : 'low', [undefined, 0, 0]];
  if ((s === 'high') === (x === 1)) return ['first', [undefined, 0, 1]];
  return ['first', [x, 1, 0]];
});
const stuffing = machine(
  'bit stuffing after five ones',
  ['bit', 'idle'],
  ['out', 'stuffed'],
  0,
  (s, x, idle) => {
    if (idle) return [0, [0, 0]];
    if (s === 5) return [0, [0, 1]];
    return [x ? s + 1 : 0, [x, 0]];
  },
);
const hdlc = machine('HDLC flag', ['bit'], ['flag', 'abort'], 0, (s, x) => {
  // Ones since a zero, up to seven; 8 before the first zero.
  if (x) return [s === 8 ? 8 : Math.min(s + 1, 7), [0, s === 6]];
  return [0, [s === 6, 0]];
});
const handshake = machine(
  'four-phase handshake',
  ['req', 'ready'],
  ['ack', 'busy'],
  'idle',
  (s, req, ready) => {
    if (s === 'idle') return req ? ['work', [0, 1]] : [s, [0, 0]];
    if (s === 'work') return ready ? ['ack', [1, 0]] : [s, [0, 1]];
    return req ? ['ack', [1, 0]] : ['idle', [0, 0]];
  },
);
const arbiter = machine('round-robin arbiter of two', ['r0', 'r1'], ['g0', 'g1'], 0, (last, r0, r1) => {
  const winner = r0 && r1 ? 1 - last : r0 ? 0 : r1 ? 1 : -1;
  return [winner < 0 ? last : winner, [winner === 0, winner === 1]];
});
const arbiter3 = machine(
  'round-robin arbiter of three',
  ['r0', 'r1', 'r2'],
  ['g0', 'g1', 'g2'],
  2,
  (last, ...r) => {
    const winner = [1, 2, 3].map((ahead) => (last + ahead) % 3).find((at) => r[at]);
    return winner === undefined ? [last, [0, 0, 0]] : [winner, [winner === 0, winner === 1, winner === 2]];
  },
);
const i2c = machine('I2C start and stop', ['scl', 'sda'], ['start', 'stop'], [1, 1], ([scl, sda], c, d) => [
  [c, d],
  [scl && c && sda && !d, scl && c && !sda && d],
]);
const alternating = machine(
  'alternating bit sender',
  ['data', 'ack0', 'ack1'],
  ['send', 'bit'],
  ['idle', 0],
  ([s, bit], data, ack0, ack1) => {
    if (s === 'idle')
      return data
        ? [
            ['wait', bit],
            [1, bit],
          ]
        : [
            [s, bit],
            [0, undefined],
          ];
    if (bit ? ack1 : ack0)
      return [
        ['idle', 1 - bit],
        [0, undefined],
      ];
    return [
      [s, bit],
      [1, bit],
    ];
  },
);
const jtag = machine(
  'JTAG TAP controller',
  ['tms'],
  ['shift DR', 'shift IR', 'update', 'reset'],
  'reset',
  (s, tms) => {
    const [zero, one] = {
      reset: ['idle', 'reset'],
      idle: ['idle', 'select DR'],
      'select DR': ['capture DR', 'select IR'],
      'capture DR': ['shift DR', 'exit1 DR'],
      'shift DR': ['shift DR', 'exit1 DR'],
      'exit1 DR': ['pause DR', 'update DR'],
      'pause DR': ['pause DR', 'exit2 DR'],
      'exit2 DR': ['shift DR', 'update DR'],
      'update DR': ['idle', 'select DR'],
      'select IR': ['capture IR', 'reset'],
      'capture IR': ['shift IR', 'exit1 IR'],
      'shift IR': ['shift IR', 'exit1 IR'],
      'exit1 IR': ['pause IR', 'update IR'],
      'pause IR': ['pause IR', 'exit2 IR'],
      'exit2 IR': ['shift IR', 'update IR'],
      'update IR': ['idle', 'select DR'],
    }[s];
    const to = tms ? one : zero;
    return [to, [to === 'shift DR', to === 'shift IR', to.startsWith('update'), to === 'reset']];
  },
);
const tcp = symbolic(
  'TCP connection, both ends',
  ['open', 'listen', 'syn', 'syn+ack', 'ack', 'fin', 'close', 'timeout'],
  ['nothing', 'syn', 'syn+ack', 'ack', 'fin', 'reset'],
  'closed',
  (s, symbol) => {
    const to = {
      closed: { open: ['syn sent', 'syn'], listen: ['listen', 'nothing'] },
      listen: { syn: ['syn received', 'syn+ack'], open: ['syn sent', 'syn'], close: ['closed', 'nothing'] },
      'syn sent': {
        syn: ['syn received', 'syn+ack'],
        'syn+ack': ['established', 'ack'],
        close: ['closed', 'nothing'],
      },
      'syn received': {
        ack: ['established', 'nothing'],
        close: ['fin wait 1', 'fin'],
        timeout: ['closed', 'reset'],
      },
      established: { close: ['fin wait 1', 'fin'], fin: ['close wait', 'ack'] },
      'fin wait 1': { ack: ['fin wait 2', 'nothing'], fin: ['closing', 'ack'] },
      'fin wait 2': { fin: ['time wait', 'ack'] },
      'close wait': { close: ['last ack', 'fin'] },
      closing: { ack: ['time wait', 'nothing'] },
      'last ack': { ack: ['closed', 'nothing'] },
      'time wait': { timeout: ['closed', 'nothing'] },
    }[s];
    return to[symbol] ?? [s, ['syn', 'syn+ack'].includes(symbol) && s === 'closed' ? 'reset' : 'nothing'];
  },
);
const session = symbolic(
  'login session',
  ['connect', 'user', 'password', 'wrong', 'read', 'write', 'quit'],
  ['ok', 'denied', 'closed'],
  'off',
  (s, symbol) => {
    if (symbol === 'quit') return ['off', s === 'off' ? 'denied' : 'closed'];
    if (s === 'off') return symbol === 'connect' ? ['on', 'ok'] : [s, 'denied'];
    if (s === 'on') return symbol === 'user' ? ['asked 0', 'ok'] : [s, 'denied'];
    if (s.startsWith('asked')) {
      if (symbol === 'password') return ['in', 'ok'];
      if (symbol !== 'wrong') return [s, 'denied'];
      return s === 'asked 2' ? ['off', 'closed'] : [`asked ${Number(s.slice(6)) + 1}`, 'denied'];
    }
    if (symbol === 'write') return ['changed', 'ok'];
    return [s, symbol === 'read' ? 'ok' : 'denied'];
  },
);
const spi = machine(
  'SPI receiver of three bits',
  ['cs', 'clk'],
  ['take', 'done'],
  [0, 0],
  ([count, last], cs, clk) => {
    if (!cs)
      return [
        [0, 0],
        [0, 0],
      ];
    const edge = clk && !last;
    if (!edge)
      return [
        [count, clk],
        [0, 0],
      ];
    return [
      [(count + 1) % 3, 1],
      [1, count === 2],
    ];
  },
);
const bus = machine(
  'bus controller with wait states',
  ['request', 'write', 'wait'],
  ['select', 'enable', 'done'],
  'idle',
  (s, request, write, wait) => {
    if (s === 'idle') return request ? [write ? 'write setup' : 'read setup', [1, 0, 0]] : [s, [0, 0, 0]];
    if (s.endsWith('setup')) return [s.replace('setup', 'access'), [1, 1, 0]];
    if (s === 'write access') return wait ? [s, [1, 1, 0]] : ['idle', [0, 0, 1]];
    return wait ? [s, [1, 1, 0]] : ['turn', [0, 0, 1]];
  },
);

export const protocols = [
  uart,
  nrzi,
  manchester,
  stuffing,
  hdlc,
  handshake,
  arbiter,
  arbiter3,
  i2c,
  alternating,
  jtag,
  tcp,
  session,
  spi,
  bus,
];
