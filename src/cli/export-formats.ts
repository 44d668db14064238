import type { FixedNetwork } from '../fixed/index.ts';
import type { Machine } from '../machine/machine.ts';
import type { Task } from '../tasks/index.ts';
import type { FloatNetwork } from '../training/index.ts';
import { CommandError, EXIT } from './exit.ts';

/** Everything that an export may contain of a network. */
export interface Subject {
  /** Used in the names of modules, functions and macros. */
  readonly name: string;
  /** The version of carrybit. */
  readonly version: string;
  readonly machine: Task;
  readonly fixed: FixedNetwork;
  /** null if the integers were not rounded from a float network. */
  readonly float: FloatNetwork | null;
  /** SHA-256 of the fixed and of the float constants. */
  readonly digests: { readonly fixed: string; readonly float: string };
  /** What a file with the fixed constants may claim about them, as lines of a comment. */
  readonly comment: readonly string[];
  /** Pairs of machine state and network state that a proof reached; null without a proof. */
  readonly pairs: readonly (readonly number[])[] | null;
  /** The smallest machine that does what the network does; null without a proof. */
  readonly automaton: Machine | null;
}

export interface FormatOptions {
  readonly form?: string | undefined;
  readonly opset?: number | undefined;
  readonly static?: { readonly steps: number; readonly batch: number } | undefined;
  readonly state?: boolean | undefined;
}

export interface Format {
  readonly about: string;
  /** The part of the file's name after the network's name. */
  readonly ending: string;
  /** The constants that the file contains. A file with none is the same for every network of the machine. */
  readonly holds: 'fixed' | 'float' | 'none';
  /** Forms to choose from, the default first. */
  readonly forms?: readonly string[];
  /** Options of this format. */
  readonly options?: readonly ('opset' | 'static' | 'state')[];
  /** Needs a proof, even if unproven networks are allowed. */
  readonly proven?: true;
  /** The content of a file; for a folder, the contents of its files by path, the file with the constants first. */
  make(
    subject: Subject,
    options: FormatOptions,
  ): Promise<string | Uint8Array | Readonly<Record<string, string>>>;
  /** The folder's name, if it is one. */
  folder?(name: string): Promise<string>;
}

/** @throws CommandError */
function floatOf({ name, float }: Subject): FloatNetwork {
  if (float !== null) return float;
  throw new CommandError(
    `${name} was constructed from its machine, so it has no float network to write; choose another --format`,
    EXIT.usage,
  );
}

export const FORMATS: Readonly<Record<string, Format>> = {
  c: {
    about: 'constants and cell as a C header',
    ending: '.h',
    holds: 'fixed',
    make: async (subject) =>
      (await import('../formats/c-header.ts')).cHeader(
        subject.name,
        subject.fixed,
        subject.comment,
        subject.machine,
      ),
  },
  arduino: {
    about: 'a library for the Arduino IDE, a folder',
    ending: '',
    holds: 'fixed',
    folder: async (name) => (await import('../formats/arduino.ts')).arduinoName(name),
    make: async (subject) => {
      const { arduinoLibrary } = await import('../formats/arduino.ts');
      const { name, version, fixed, machine, comment } = subject;
      const { inputs, outputs, symbols } = machine;
      try {
        return arduinoLibrary({ name, version, fixed, inputs, outputs, symbols, comment });
      } catch (error) {
        throw error instanceof RangeError ? new CommandError(error.message, EXIT.usage) : error;
      }
    },
  },
  verilog: {
    about: 'a synthesizable module, its automaton, or a testbench',
    ending: '.v',
    holds: 'fixed',
    forms: ['network', 'automaton', 'testbench'],
    make: async (subject, { form }) => {
      const { verilogAutomaton, verilogNetwork, verilogTestbench } = await import(
        '../formats/verilog-files.ts'
      );
      const { name, fixed, machine, automaton } = subject;
      if (form === 'testbench') return verilogTestbench(name, fixed, machine, subject.comment);
      if (form === 'automaton' && automaton !== null)
        return verilogAutomaton(name, automaton, subject.comment);
      return verilogNetwork(name, fixed, machine, subject.comment);
    },
  },
  onnx: {
    about: 'the fixed cell in integers, for streams or one step',
    ending: '.onnx',
    holds: 'fixed',
    forms: ['stream', 'step'],
    options: ['opset', 'static'],
    make: async (subject, { form, ...options }) =>
      (await import('../formats/onnx-cell.ts')).onnxCell(
        subject.fixed,
        form === 'step' ? 'step' : 'stream',
        options,
        {
          ...notes(subject),
          metadata: { constants: subject.digests.fixed },
        },
      ),
  },
  'onnx-float': {
    about: 'the float network, which is not what was proven',
    ending: '.float.onnx',
    holds: 'float',
    options: ['opset', 'static', 'state'],
    make: async (subject, options) =>
      (await import('../formats/onnx-float.ts')).onnxFloat(floatOf(subject), options, floatNotes(subject)),
  },
  safetensors: {
    about: 'the float network for PyTorch, which is not what was proven',
    ending: '.safetensors',
    holds: 'float',
    make: async (subject) =>
      (await import('../formats/safetensors.ts')).safetensors(floatOf(subject), {
        format: 'pt',
        ...floatNotes(subject).metadata,
      }),
  },
  smt2: {
    about: 'the certificate as queries for z3',
    ending: '.smt2',
    holds: 'fixed',
    proven: true,
    make: async (subject) =>
      (await import('../formats/smt2.ts')).smt2(
        subject.fixed,
        subject.machine,
        subject.pairs ?? [],
        subject.comment,
      ),
  },
  aiger: {
    about: 'network and machine side by side for ABC',
    ending: '.aig',
    holds: 'fixed',
    make: async (subject) => {
      const [{ aiger }, { gates }, { miter }] = await Promise.all([
        import('../formats/aiger.ts'),
        import('../formats/gates.ts'),
        import('../formats/miter.ts'),
      ]);
      return aiger(gates(miter(subject.name, subject.fixed, subject.machine)), subject.comment);
    },
  },
  btor2: {
    about: 'the same for word-level model checkers',
    ending: '.btor2',
    holds: 'fixed',
    make: async (subject) => {
      const [{ btor2 }, { miter }] = await Promise.all([
        import('../formats/btor2.ts'),
        import('../formats/miter.ts'),
      ]);
      return btor2(miter(subject.name, subject.fixed, subject.machine), subject.comment);
    },
  },
  'python-checker': {
    about: 'a checker of certificates in Python',
    ending: '.check.py',
    holds: 'none',
    make: async () => (await import('../formats/python-checker.ts')).PYTHON_CHECKER,
  },
};

function notes(subject: Subject) {
  const text = [
    ...subject.comment,
    'x: (steps, batch, inputs), y: (steps, batch, outputs); a step has no first axis.',
  ];
  return { name: subject.name, version: subject.version, text: text.join('\n') };
}

/** The float constants have another digest, and there is no proof of them. */
function floatNotes({ name, version, machine, digests }: Subject) {
  const text =
    `The float network of the ${machine.name}, before quantizing: nothing is proven of it.\n` +
    'x: (steps, batch, inputs), y: (steps, batch, outputs).';
  return { name, version, text, metadata: { float: digests.float, proof: 'none' } };
}
