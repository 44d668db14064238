/** Files of others: readers and writers of machines, and what a network is written as. */
export {
  aiger,
  btor2,
  cHeader,
  gates,
  ImportError,
  importOnnx,
  importSafetensors,
  miter,
  type OnnxNotes,
  type OnnxOptions,
  OPSETS,
  onnxCell,
  onnxFloat,
  PYTHON_CHECKER,
  safetensors,
  smt2,
  verilogAutomaton,
  verilogNetwork,
  verilogTestbench,
} from '../formats/index.ts';
export * from '../machine/formats/index.ts';
