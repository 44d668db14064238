/** Something due at a cycle. Made once by its owner and scheduled any number of times, at most once at a time. */
export class ClockEvent {
  /** Cycle it is due at; may have a fraction where a line's bit time has one. Infinity: not scheduled. */
  at = Number.POSITIVE_INFINITY;
  /** Neighbour in the schedule. */
  following: ClockEvent | undefined;
  /** What happens then. */
  readonly run: () => void;

  constructor(run: () => void) {
    this.run = run;
  }

  get scheduled(): boolean {
    return this.at !== Number.POSITIVE_INFINITY;
  }
}

/** Clock events in the order of their cycles; events of the same cycle in the order they were scheduled. */
export class Schedule {
  /** Cycle of the earliest event, or Infinity. */
  next = Number.POSITIVE_INFINITY;
  /** The exact time of the event being served, if one is. The CPU is up to an instruction ahead of it. */
  current: number | undefined;

  private head: ClockEvent | undefined;

  /** Schedules `event` at `cycle`, in place of the time it had. */
  add(event: ClockEvent, cycle: number): void {
    if (event.scheduled) this.cancel(event);
    event.at = cycle;
    let before: ClockEvent | undefined;
    let after = this.head;
    while (after !== undefined && after.at <= cycle) {
      before = after;
      after = after.following;
    }
    event.following = after;
    if (before === undefined) this.head = event;
    else before.following = event;
    this.next = this.head?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Takes an event off. */
  cancel(event: ClockEvent): void {
    if (!event.scheduled) return;
    let before: ClockEvent | undefined;
    let entry = this.head;
    while (entry !== undefined && entry !== event) {
      before = entry;
      entry = entry.following;
    }
    if (before === undefined) this.head = event.following;
    else before.following = event.following;
    event.at = Number.POSITIVE_INFINITY;
    event.following = undefined;
    this.next = this.head?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Runs all events due by `cycle`, those they add included. */
  serve(cycle: number): void {
    try {
      while (this.head !== undefined && this.head.at <= cycle) {
        const event = this.head;
        this.current = event.at;
        this.cancel(event);
        event.run();
      }
    } finally {
      this.current = undefined;
    }
  }
}
