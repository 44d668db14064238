// Neither package declares types; these are for the parts that we use. This file is not published, so no type of the
// library may come from here.

declare module 'johnny-five' {
  import type { EventEmitter } from 'node:events';

  export class Board extends EventEmitter {
    constructor(options: { io: EventEmitter; repl: false; debug: false; sigint: false; timeout?: number });
    /** Runs until the board is ready. */
    readonly timer: NodeJS.Timeout | null;
  }

  const five: { readonly Board: typeof Board };
  export default five;
}

declare module 'firmata-io' {
  import type { EventEmitter } from 'node:events';
  import type { Duplex } from 'node:stream';

  /** Makes an io: `Io` in io.ts. */
  const bind: { readonly Firmata: new (transport: Duplex) => EventEmitter };
  export default bind;
}
