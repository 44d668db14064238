// Everything that is measured, and who takes part.
import { existsSync, readFileSync } from 'node:fs';
import { referenceLosses, UPDATES, updateCase } from './cases.mjs';
import { stream } from './streams.mjs';

const node = process.execPath;
/** Another interpreter, say of a virtual environment: PYTHON=…/bin/python npm run bench */
const python = process.env.PYTHON ?? 'python3';
const NPM = 'npm ci --prefix bench';

const carrybit = { name: 'carrybit', command: node, file: 'carrybit.mjs' };
const numpy = { name: 'numpy', command: python, file: 'numpy_update.py', remedy: 'pip install numpy' };
const formulas = {
  name: 'numpy, as the formulas read',
  command: python,
  file: 'numpy_formulas.py',
  remedy: 'pip install numpy',
};
const torch = { name: 'torch', command: python, file: 'torch_update.py', remedy: 'pip install torch' };
const compiled = { ...torch, name: 'torch.compile', file: 'torch_compiled_update.py' };
const avx512 = {
  ...numpy,
  name: 'numpy, AVX-512',
  // OpenBLAS takes AVX2 kernels on processors of AMD, which have AVX-512, too.
  env: { OPENBLAS_CORETYPE: 'SkylakeX' },
};
const numba = {
  name: 'numba',
  command: python,
  file: 'numba_update.py',
  remedy: 'pip install numba scipy',
};
const jax = { name: 'JAX', command: python, file: 'jax_update.py', remedy: 'pip install jax' };
const cpp = {
  name: 'C++, Eigen',
  command: python,
  file: 'cpp_update.py',
  remedy: 'apt install g++ libeigen3-dev',
};
const plain = { name: 'plain JavaScript', command: node, file: 'plain.mjs' };
const tfjs = { name: 'TensorFlow.js', command: node, file: 'tfjs.mjs', remedy: NPM };
const brain = { name: 'brain.js', command: node, file: 'brain.mjs', remedy: NPM };
const trainer = { name: 'carrybit Trainer', command: node, file: 'trainer.mjs' };

/** Losses may differ so much from float64's: what float32 loses in a few updates. */
const LOSS_TOLERANCE = 2e-4;

/**
 * The rows of the table. The first contestant is what the others are compared with; `units` of its work are one of
 * what is shown. `agrees` says whether a check is right.
 */
export function rows({ quick }) {
  return [
    ...UPDATES.slice(0, quick ? 1 : undefined).map(updateRow),
    {
      what: 'training',
      label: 'whole training of the adder',
      task: updateCase(UPDATES[0]),
      agrees: () => true,
      contestants: [
        {
          name: 'carrybit',
          command: node,
          file: 'training.mjs',
          about: 'draws, trains, tests, quantizes, proves',
        },
        ...[numpy, torch, plain, tfjs].map((peer) => ({
          ...peer,
          units: 100,
          about: 'its 100 updates alone',
        })),
      ],
    },
    {
      what: 'pairs',
      label: 'bit pairs through the adder',
      task: {},
      agrees: (check) => check === stream().expected,
      contestants: [
        { name: 'fixed-point cell', command: node, file: 'cell.mjs', about: 'FixedCell.run' },
        { name: 'packed automaton', command: node, file: 'packed.mjs', about: 'PackedAutomaton.run' },
        { name: 'floating-point cell', command: node, file: 'float-cell.mjs', about: 'plain JavaScript' },
        { name: 'BigInt', command: node, file: 'bigint.mjs', about: 'no network: a + b' },
      ],
    },
  ];
}

function updateRow({ hidden, steps, batches }) {
  const task = updateCase({ hidden, steps, batches });
  const expected = referenceLosses(task);
  const agrees = (check) => expected.every((loss, at) => Math.abs(loss - check[at]) <= LOSS_TOLERANCE);
  const small = hidden === 3 && steps === 7;
  return {
    what: 'update',
    label: `one update, ${hidden} states, ${steps} steps`,
    hidden,
    steps,
    task,
    agrees,
    contestants: [
      carrybit,
      cpp,
      numpy,
      ...(hasAvx512() ? [avx512] : []),
      numba,
      jax,
      torch,
      // The compiler unrolls the steps: hundreds of them take it many minutes.
      ...(steps <= 64 ? [compiled] : []),
      // Wider ones take JavaScript seconds.
      ...(hidden <= 64 ? [plain, tfjs] : []),
      ...(small ? [formulas, trainer, { ...brain, unchecked: true }] : []),
    ],
  };
}

function hasAvx512() {
  return existsSync('/proc/cpuinfo') && /\bavx512f\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));
}
