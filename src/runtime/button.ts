/**
 * Ms without contact after which a button is let go. Contacts bounce for up to 5 ms; a USB adapter may hold back a
 * report for 16 ms more, and no finger presses again so soon.
 */
const QUIET_MS = 20;

/** A button whose contacts bounce: down from its first contact until there has been none for some time. */
export class Button {
  isDown = false;
  readonly #onRelease: () => void;
  #contact = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(onRelease: () => void) {
    this.#onRelease = onRelease;
  }

  /** Tells whether there is contact now. */
  take(contact: boolean): void {
    if (contact) {
      this.isDown = true;
      clearTimeout(this.#timer);
    } else if (this.#contact) {
      this.#timer = setTimeout(() => this.#quiet(), QUIET_MS).unref();
    }
    this.#contact = contact;
  }

  /** After a stall, timers run before what came meanwhile is read; so that has its turn first. */
  #quiet(): void {
    const timer = this.#timer;
    setImmediate(() => {
      if (this.#contact || this.#timer !== timer) return;
      this.isDown = false;
      this.#onRelease();
    });
  }
}
