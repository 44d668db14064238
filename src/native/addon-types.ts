/** What the core takes and gives, as others may name it. */
export type {
  AutomatonTable,
  BatchSchedule,
  MachineTables,
  NetworkShape,
  OptimizerRule,
  Precision,
  RestartsProgress,
  SampleTensors,
  TrainedStart,
} from '#addon';
