import type { EngineChoice, LiveEngine } from './live-engine.ts';
import { RefusedError } from './refused-error.ts';

/** The engine that takes the steps now, one of several. */
export class EngineInUse {
  readonly #choices: readonly EngineChoice[];
  #id: string;
  #engine: LiveEngine;
  #broken = false;

  private constructor(choices: readonly EngineChoice[], id: string, engine: LiveEngine) {
    this.#choices = choices;
    this.#id = id;
    this.#engine = engine;
  }

  static async open(choices: readonly EngineChoice[], first: string): Promise<EngineInUse> {
    const engine = await chosen(choices, first).open();
    return new EngineInUse(choices, first, engine);
  }

  get id(): string {
    return this.#id;
  }

  /** It failed, and has to be opened again before the next call. */
  get broken(): boolean {
    return this.#broken;
  }

  get state(): readonly number[] {
    return this.#engine.state;
  }

  get taken(): LiveEngine['taken'] {
    return this.#engine.taken;
  }

  get leds(): LiveEngine['leds'] {
    return this.#engine.leds;
  }

  get pins(): LiveEngine['pins'] {
    return this.#engine.pins;
  }

  get bounces(): boolean | undefined {
    return this.#engine.bounces;
  }

  set bounces(bounces: boolean) {
    if (this.#engine.bounces === undefined) throw new RefusedError('it has no buttons that could bounce');
    this.#engine.bounces = bounces;
  }

  get trace(): string | undefined {
    return this.#engine.trace;
  }

  /** @throws RefusedError if there is no such engine */
  require(id: string): void {
    chosen(this.#choices, id);
  }

  /** Opens an engine and closes the previous one, which stays if the new one cannot be opened. */
  async use(id: string): Promise<void> {
    const choice = chosen(this.#choices, id);
    // A port can be opened only once, so a broken engine is closed first.
    if (this.#broken) await this.#engine.close();
    const engine = await choice.open();
    if (!this.#broken) await this.#engine.close();
    this.#broken = false;
    this.#engine = engine;
    this.#id = id;
  }

  /** Calls the engine; an engine that fails is broken. */
  async ask<Result>(question: (engine: LiveEngine) => Result | Promise<Result>): Promise<Result> {
    try {
      return await question(this.#engine);
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

function chosen(choices: readonly EngineChoice[], id: string): EngineChoice {
  const choice = choices.find((each) => each.id === id);
  if (choice === undefined) throw new RefusedError(`there is no engine "${id}"`);
  return choice;
}
