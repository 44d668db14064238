export {
  type BatchSchedule,
  initialParameters,
  loadCore,
  Minibatch,
  type NetworkShape,
  type OptimizerRule,
  type Precision,
  type RestartsProgress,
  type SampleTensors,
  type TrainedStart,
  Trainer,
} from '#native';
export type { Attempt } from './deprecated.ts';
export {
  checkFloat,
  checkShape,
  type FloatNetwork,
  FloatNetworkError,
  type FloatParameters,
  flatParameters,
  floatNetwork,
  parameterCount,
  parameterShapes,
  type Shape,
} from './float-network.ts';
export { checkGradient, type GradientComparison } from './gradient-check.ts';
export {
  checkTraining,
  completeTraining,
  DEFAULT_TRAINING,
  OPTIMIZER_DEFAULTS,
  type OptimizerDefaults,
  SettingError,
  type TrainingOptions,
} from './options.ts';
export { allStarts, chunks, minibatches, type RestartHooks, restarts, trainStart } from './restarts.ts';
