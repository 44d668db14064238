/** Activities grow by this factor with each conflict, so that recent ones count more. */
const GROWTH = 1 / 0.95;
const MAX_ACTIVITY = 1e100;

/** Variables in the order of their activities (Moskewicz et al. 2001): a binary heap with the highest one first. */
export class Activities {
  readonly #activities: number[] = [];
  readonly #heap: number[] = [];
  /** (variables): the place in the heap, or −1 */
  readonly #places: number[] = [];
  #increment = 1;

  /** Adds the next variable. */
  append(): void {
    this.#activities.push(0);
    this.#places.push(-1);
    this.insert(this.#places.length - 1);
  }

  insert(variable: number): void {
    if ((this.#places[variable] as number) >= 0) return;
    this.#heap.push(variable);
    this.#up(this.#heap.length - 1);
  }

  /** Removes and returns the variable with the highest activity; undefined if there is none. */
  take(): number | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return undefined;
    this.#places[first] = -1;
    if (first !== last) {
      this.#heap[0] = last;
      this.#down(0);
    }
    return first;
  }

  increase(variable: number): void {
    this.#activities[variable] = (this.#activities[variable] as number) + this.#increment;
    const place = this.#places[variable] as number;
    if (place >= 0) this.#up(place);
  }

  /** Lets what follows count more than what was before. */
  age(): void {
    this.#increment *= GROWTH;
    if (this.#increment < MAX_ACTIVITY) return;
    this.#increment /= MAX_ACTIVITY;
    for (const [variable, activity] of this.#activities.entries())
      this.#activities[variable] = activity / MAX_ACTIVITY;
  }

  #put(variable: number, place: number): void {
    this.#heap[place] = variable;
    this.#places[variable] = place;
  }

  #up(from: number): void {
    const variable = this.#heap[from] as number;
    const activity = this.#activities[variable] as number;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.#heap[parent] as number;
      if ((this.#activities[above] as number) >= activity) break;
      this.#put(above, place);
      place = parent;
    }
    this.#put(variable, place);
  }

  #down(from: number): void {
    const variable = this.#heap[from] as number;
    const activity = (at: number) => this.#activities[this.#heap[at] as number] as number;
    const own = this.#activities[variable] as number;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#heap.length) break;
      if (child + 1 < this.#heap.length && activity(child + 1) > activity(child)) child += 1;
      if (activity(child) <= own) break;
      this.#put(this.#heap[child] as number, place);
      place = child;
    }
    this.#put(variable, place);
  }
}
