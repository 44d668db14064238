export { answerJson, answerLine, answerLines } from './answer-lines.ts';
export { lengthLines, share } from './census-lines.ts';
export { censusSvg } from './census-svg.ts';
export { bar, LiveView } from './live.ts';
export { lossChart } from './loss-chart.ts';
export { lossSvg } from './loss-svg.ts';
export { proofLines, recoveryLines } from './proof-lines.ts';
export { formatCounterexample, formatSample, type SampleView } from './sample.ts';
export { Tally } from './tally.ts';
