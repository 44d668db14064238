import { stringify } from 'csv-stringify/sync';
import type { CensusRow, SmallestRow } from './report-rows.ts';

const CENSUS: readonly (keyof CensusRow)[] = [
  'machine',
  'hidden',
  'widths',
  'optimizer',
  'seed',
  'bits',
  'starts',
  'learned',
  'proven',
  'firstRounding',
  'shareProven',
  'startsNeeded',
];
const SMALLEST: readonly (keyof SmallestRow)[] = ['machine', 'tables', 'bits', 'lowerBound'];

// A machine's name may be anything; spreadsheets take some for formulas.
const options = { header: true, escape_formulas: true } as const;

export const censusCsv = (rows: readonly CensusRow[]) =>
  stringify([...rows], { ...options, columns: [...CENSUS] });
export const smallestCsv = (rows: readonly SmallestRow[]) =>
  stringify([...rows], { ...options, columns: [...SMALLEST] });
