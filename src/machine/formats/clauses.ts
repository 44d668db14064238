import { Activities } from './activities.ts';

/** Conflicts before the first restart; the later ones follow the sequence of Luby, Sinclair and Zuckerman (1993). */
const RESTART_CONFLICTS = 100;
/** No clause: the literal was chosen, or holds in any case. */
const NONE = -1;

/** The literal of a variable, or its negation. A literal and its negation differ in bit 0. */
export const literal = (variable: number) => 2 * variable;
export const not = (of: number) => of ^ 1;

/**
 * Clauses, at least one literal of each of which holds, and values of the variables that satisfy them all. It learns a
 * clause of every conflict (Marques-Silva and Sakallah 1996), and watches two literals of each clause (Moskewicz et al.
 * 2001). The result depends only on the clauses and their order.
 */
export class Clauses {
  /** (variables): 1 true, 0 false, −1 open */
  readonly #values: number[] = [];
  /** (variables): the latest value, which is tried first */
  readonly #latest: number[] = [];
  /** (variables): how many choices were made before the variable got its value */
  readonly #levels: number[] = [];
  /** (variables): the clause that implied the value */
  readonly #reasons: number[] = [];
  readonly #isSeen: boolean[] = [];
  readonly #order = new Activities();
  /** The number of literals of each clause, then the literals. The first two are watched. */
  #store = new Int32Array(4096);
  #stored = 0;
  /** (literals): clauses that watch it, each with another of its literals */
  readonly #watches: number[][] = [];
  /** Literals that hold, in the order in which they were found. */
  readonly #trail: number[] = [];
  /** (choices): the length of the trail before each one */
  readonly #choices: number[] = [];
  #propagated = 0;
  #isContradictory = false;

  /** Adds variables. Returns the first of them. */
  variables(count: number): number {
    const first = this.#values.length;
    for (let added = 0; added < count; added++) {
      this.#values.push(-1);
      this.#latest.push(0);
      this.#levels.push(0);
      this.#reasons.push(NONE);
      this.#isSeen.push(false);
      this.#watches.push([], []);
      this.#order.append();
    }
    return first;
  }

  add(...literals: readonly number[]): void {
    this.#backtrack(0);
    const open: number[] = [];
    for (const each of literals) {
      const value = this.#value(each);
      if (value === 1 || open.includes(not(each))) return;
      if (value < 0 && !open.includes(each)) open.push(each);
    }
    const [only] = open;
    if (only === undefined) this.#isContradictory = true;
    else if (open.length > 1) this.#attach(open);
    else {
      this.#assign(only, NONE);
      if (this.#propagate() !== NONE) this.#isContradictory = true;
    }
  }

  /**
   * Whether all clauses can be satisfied; undefined if the budget is used up.
   *
   * @param budget maximum of assignments: counted, not timed, so that a result repeats
   */
  solve(budget: { left: number }): boolean | undefined {
    this.#backtrack(0);
    for (let restart = 1; !this.#isContradictory; restart++) {
      const isSolved = this.#search(RESTART_CONFLICTS * luby(restart), budget);
      if (isSolved) return true;
      if (budget.left < 0 && !this.#isContradictory) return undefined;
      this.#backtrack(0);
    }
    return false;
  }

  /** Whether a literal holds in the latest solution. */
  holds(of: number): boolean {
    return this.#latest[of >> 1] !== (of & 1);
  }

  /** 1 true, 0 false, −1 open */
  #value(of: number): number {
    const value = this.#values[of >> 1] as number;
    return value < 0 ? value : value ^ (of & 1);
  }

  /** @returns false after so many conflicts, if the clauses contradict each other, and without budget */
  #search(maxConflicts: number, budget: { left: number }): boolean {
    for (let conflicts = 0; ; ) {
      const before = this.#propagated;
      const conflict = this.#propagate();
      budget.left -= this.#propagated - before;
      if (conflict !== NONE) {
        conflicts += 1;
        this.#isContradictory = this.#choices.length === 0;
        if (this.#isContradictory) return false;
        this.#learn(conflict);
        continue;
      }
      if (conflicts >= maxConflicts || budget.left < 0) return false;
      let variable = this.#order.take();
      while (variable !== undefined && this.#values[variable] !== -1) variable = this.#order.take();
      if (variable === undefined) {
        for (const [each, value] of this.#values.entries()) this.#latest[each] = value;
        return true;
      }
      this.#choices.push(this.#trail.length);
      this.#assign(this.#latest[variable] === 1 ? literal(variable) : not(literal(variable)), NONE);
    }
  }

  #assign(of: number, reason: number): void {
    const variable = of >> 1;
    this.#values[variable] = 1 - (of & 1);
    this.#levels[variable] = this.#choices.length;
    this.#reasons[variable] = reason;
    this.#trail.push(of);
  }

  /** Stores a clause of at least two literals. */
  #attach(literals: readonly number[]): number {
    const at = this.#stored;
    this.#stored += literals.length + 1;
    if (this.#stored > this.#store.length) {
      const store = new Int32Array(2 * this.#stored);
      store.set(this.#store);
      this.#store = store;
    }
    this.#store[at] = literals.length;
    this.#store.set(literals, at + 1);
    const [first, second] = literals as [number, number];
    this.#watches[first]?.push(at, second);
    this.#watches[second]?.push(at, first);
    return at;
  }

  /** Assigns what clauses imply. Returns a clause without a literal that can hold, or NONE. */
  #propagate(): number {
    while (this.#propagated < this.#trail.length) {
      const lost = not(this.#trail[this.#propagated] as number);
      this.#propagated += 1;
      const watches = this.#watches[lost] as number[];
      let kept = 0;
      for (let index = 0; index < watches.length; index += 2) {
        const clause = watches[index] as number;
        let other = watches[index + 1] as number;
        if (this.#value(other) !== 1) {
          other = this.#otherWatched(clause, lost);
          if (this.#value(other) !== 1 && this.#watchesAnother(clause, other)) continue;
        }
        watches[kept] = clause;
        watches[kept + 1] = other;
        kept += 2;
        const value = this.#value(other);
        if (value === -1) this.#assign(other, clause);
        else if (value === 0) {
          watches.copyWithin(kept, index + 2);
          watches.length -= index + 2 - kept;
          return clause;
        }
      }
      watches.length = kept;
    }
    return NONE;
  }

  /** The other watched literal of a clause; the lost one becomes the second. */
  #otherWatched(clause: number, lost: number): number {
    const store = this.#store;
    if (store[clause + 1] === lost) {
      store[clause + 1] = store[clause + 2] as number;
      store[clause + 2] = lost;
    }
    return store[clause + 1] as number;
  }

  /** Whether a clause has a literal that can hold, which it watches from now on instead of the second one. */
  #watchesAnother(clause: number, other: number): boolean {
    const store = this.#store;
    const end = clause + (store[clause] as number);
    for (let at = clause + 3; at <= end; at++) {
      const candidate = store[at] as number;
      if (this.#value(candidate) === 0) continue;
      store[at] = store[clause + 2] as number;
      store[clause + 2] = candidate;
      this.#watches[candidate]?.push(clause, other);
      return true;
    }
    return false;
  }

  /** Learns the clause of the first unique implication point, and goes back to where it implies a literal. */
  #learn(conflict: number): void {
    const level = this.#choices.length;
    const others: number[] = [];
    let clause = conflict;
    let implied = -1;
    let at = this.#trail.length;
    for (let open = 0; ; ) {
      for (const each of this.#literals(clause)) {
        const variable = each >> 1;
        if (each === implied || this.#isSeen[variable] || this.#levels[variable] === 0) continue;
        this.#isSeen[variable] = true;
        this.#order.increase(variable);
        if (this.#levels[variable] === level) open += 1;
        else others.push(each);
      }
      do at -= 1;
      while (!this.#isSeen[(this.#trail[at] as number) >> 1]);
      implied = this.#trail[at] as number;
      clause = this.#reasons[implied >> 1] as number;
      this.#isSeen[implied >> 1] = false;
      open -= 1;
      if (open === 0) break;
    }
    const levelOf = (each: number) => this.#levels[each >> 1] as number;
    const learned = others.filter((each) => !this.#isImplied(each));
    for (const each of others) this.#isSeen[each >> 1] = false;
    this.#order.age();
    learned.sort((one, other) => levelOf(other) - levelOf(one));
    const [latest] = learned;
    this.#backtrack(latest === undefined ? 0 : levelOf(latest));
    const reason = latest === undefined ? NONE : this.#attach([not(implied), ...learned]);
    this.#assign(not(implied), reason);
  }

  #literals(clause: number): Int32Array {
    return this.#store.subarray(clause + 1, clause + 1 + (this.#store[clause] as number));
  }

  /** Whether the other literals of the clause being learned imply this one. */
  #isImplied(of: number): boolean {
    const reason = this.#reasons[of >> 1] as number;
    if (reason === NONE) return false;
    return this.#literals(reason).every(
      (each) => each >> 1 === of >> 1 || this.#isSeen[each >> 1] || this.#levels[each >> 1] === 0,
    );
  }

  #backtrack(choices: number): void {
    if (this.#choices.length <= choices) return;
    const start = this.#choices[choices] as number;
    for (const each of this.#trail.slice(start)) {
      this.#latest[each >> 1] = this.#values[each >> 1] as number;
      this.#values[each >> 1] = -1;
      this.#order.insert(each >> 1);
    }
    this.#trail.length = start;
    this.#choices.length = choices;
    this.#propagated = start;
  }
}

/** The sequence 1, 1, 2, 1, 1, 2, 4 …, from index 1. */
function luby(index: number): number {
  let power = 1;
  while (2 * power - 1 < index) power *= 2;
  return 2 * power - 1 === index ? power : luby(index - power + 1);
}
