/** A port that may lead to a board. */
export interface Port {
  readonly path: string;
  readonly manufacturer: string | undefined;
  readonly serialNumber: string | undefined;
}

/** The USB serial ports of this computer: those whose device tells its vendor. */
export async function usbPorts(): Promise<Port[]> {
  const { autoDetect } = await import('@serialport/bindings-cpp');
  const ports = await autoDetect().list();
  return ports.filter(({ vendorId }) => vendorId !== undefined);
}
