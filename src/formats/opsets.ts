/** Operator sets for which ONNX models can be written. */
export const OPSETS = { min: 13, max: 23, default: 17 } as const;
