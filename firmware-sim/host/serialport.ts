// What serialport 13 asks of a binding. Its own declarations do not resolve for every user's compiler.

/** How a port is to be opened. */
export interface OpenOptions {
  /** The port's name, such as `sim`. */
  path: string;
  /** Bits a second. */
  baudRate: number;
  dataBits?: 5 | 6 | 7 | 8;
  lock?: boolean;
  stopBits?: 1 | 1.5 | 2;
  parity?: string;
  rtscts?: boolean;
  xon?: boolean;
  xoff?: boolean;
  xany?: boolean;
  /** Drops DTR when it is closed. */
  hupcl?: boolean;
}

/** A port as it is listed. */
export interface PortInfo {
  path: string;
  manufacturer: string | undefined;
  serialNumber: string | undefined;
  pnpId: string | undefined;
  locationId: string | undefined;
  productId: string | undefined;
  vendorId: string | undefined;
}

/** Lines that a modem would drive. */
export interface PortStatus {
  cts: boolean;
  dsr: boolean;
  dcd: boolean;
}
