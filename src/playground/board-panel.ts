import { html, nothing } from 'lit';
import { usbVendors } from '../board/usb-ids.ts';
import type { NetworkDocument } from '../network/network-document.ts';
import { text } from './texts.ts';
import type { WebPort } from './web-serial.ts';

/** The serial ports of a browser; TypeScript does not know them yet. */
interface Serial {
  requestPort(options: { readonly filters: readonly { readonly usbVendorId: number }[] }): Promise<WebPort>;
}

type Work = (port: WebPort, tell: (stage: string, done: number, of: number) => void) => Promise<string>;

/** A real board at a serial port of the browser: firmware, network, and a stream through it. */
export class BoardPanel {
  readonly #redraw: () => void;
  #port: WebPort | undefined;
  #isBusy = false;
  #said = '';
  #isWrong = false;

  constructor(redraw: () => void) {
    this.#redraw = redraw;
  }

  view(network: string) {
    const serial = (navigator as { serial?: Serial }).serial;
    if (serial === undefined) return html`<p class="fine">${text.board.none}</p>`;
    const document = () => JSON.parse(network) as NetworkDocument;
    const button = (label: string, work: Work) =>
      html`<button class="small" ?disabled=${this.#isBusy} @click=${() => this.#do(work)}>${label}</button>`;
    return html`<p class="row">
        ${
          this.#port === undefined
            ? html`<button class="small" @click=${() => this.#choose(serial)}>${text.board.choose}</button>`
            : html`${button(text.board.firmware, async (port, tell) => {
                const { putFirmware } = await import('./real-board.ts');
                const hex = await fetch(new URL('../../firmware/carrybit.hex', import.meta.url));
                return putFirmware(port, await hex.text(), tell);
              })}
              ${button(text.board.network, async (port, tell) =>
                (await import('./real-board.ts')).putNetwork(port, document(), tell),
              )}
              ${button(text.board.stream, async (port, tell) =>
                (await import('./real-board.ts')).stream(port, document(), (done, of) =>
                  tell(text.board.streaming, done, of),
                ),
              )}`
        }
      </p>
      <p class="fine ${this.#isWrong ? 'wrong' : ''}" role="status">${this.#said || nothing}</p>`;
  }

  async #choose(serial: Serial): Promise<void> {
    try {
      this.#port = await serial.requestPort({
        filters: usbVendors().map((usbVendorId) => ({ usbVendorId })),
      });
      this.#say(text.board.chosen);
    } catch {
      // The viewer has chosen no port.
    }
  }

  async #do(work: Work): Promise<void> {
    const port = this.#port;
    if (port === undefined || this.#isBusy) return;
    this.#isBusy = true;
    this.#say(text.board.connecting);
    try {
      this.#say(await work(port, (stage, done, of) => this.#say(`${stage}: ${done} / ${of}`)));
    } catch (error) {
      this.#say((error as Error).message, true);
    }
    this.#isBusy = false;
    this.#redraw();
  }

  #say(said: string, isWrong = false): void {
    this.#said = said;
    this.#isWrong = isWrong;
    this.#redraw();
  }
}
