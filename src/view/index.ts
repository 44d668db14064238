export { lossChart } from './loss-chart.ts';
export { lossSvg } from './loss-svg.ts';
export { proofLines, recoveryLines } from './proof-lines.ts';
export { formatCounterexample, formatSample, type SampleView } from './sample.ts';
