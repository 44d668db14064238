import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clauses, literal, not } from '../../../src/machine/formats/clauses.ts';

const VARIABLES = 8;
const someLiteral = fc.integer({ min: 0, max: 2 * VARIABLES - 1 });
const someClauses = fc.array(fc.array(someLiteral, { minLength: 1, maxLength: 3 }), { maxLength: 45 });
const unlimited = () => ({ left: Number.POSITIVE_INFINITY });

/** Whether a literal holds if bit v of `values` is the value of the variable v. */
const holdsIn = (values: number, each: number) => (values >> (each >> 1)) % 2 !== each % 2;

function isSatisfiable(clauses: readonly (readonly number[])[]): boolean {
  for (let values = 0; values < 2 ** VARIABLES; values++)
    if (clauses.every((clause) => clause.some((each) => holdsIn(values, each)))) return true;
  return false;
}

describe('Clauses', () => {
  test('finds values exactly where some satisfy all clauses', () => {
    fc.assert(
      fc.property(someClauses, (clauses) => {
        const solver = new Clauses();
        solver.variables(VARIABLES);
        for (const clause of clauses) solver.add(...clause);
        const isSolved = solver.solve(unlimited());
        expect(isSolved).toBe(isSatisfiable(clauses));
        if (isSolved)
          for (const clause of clauses) expect(clause.some((each) => solver.holds(each))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('clauses may be added after each solution', () => {
    fc.assert(
      fc.property(someClauses, (clauses) => {
        const solver = new Clauses();
        solver.variables(VARIABLES);
        for (const [index, clause] of clauses.entries()) {
          solver.add(...clause);
          expect(solver.solve(unlimited())).toBe(isSatisfiable(clauses.slice(0, index + 1)));
        }
      }),
      { numRuns: 100 },
    );
  });

  /** Pigeons and holes: with one hole fewer, every proof by resolution is long (Haken 1985). */
  const pigeons = (count: number, holes: number) => {
    const solver = new Clauses();
    const first = solver.variables(count * holes);
    const isIn = (pigeon: number, hole: number) => literal(first + pigeon * holes + hole);
    for (let pigeon = 0; pigeon < count; pigeon++)
      solver.add(...Array.from({ length: holes }, (_, hole) => isIn(pigeon, hole)));
    for (let hole = 0; hole < holes; hole++)
      for (let pigeon = 0; pigeon < count; pigeon++)
        for (let other = 0; other < pigeon; other++)
          solver.add(not(isIn(pigeon, hole)), not(isIn(other, hole)));
    return solver;
  };

  test('refutes after many conflicts and restarts', () => {
    expect(pigeons(6, 6).solve(unlimited())).toBe(true);
    expect(pigeons(7, 6).solve(unlimited())).toBe(false);
  });

  test('stops when the budget is used up, and goes on with a new one', () => {
    const solver = pigeons(7, 6);
    const budget = { left: 500 };
    expect(solver.solve(budget)).toBeUndefined();
    expect(budget.left).toBeLessThan(0);
    expect(solver.solve(unlimited())).toBe(false);
  });
});
