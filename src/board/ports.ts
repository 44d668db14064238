import { readdir, readlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A port that may lead to a board. */
export interface Port {
  readonly path: string;
  /** Manufacturer and serial number, as far as the system knows them; undefined if the vendor is unknown. */
  readonly device: string | undefined;
  /** Vendor and product, as `2341:0043`; undefined if the system does not know them. */
  readonly usb: string | undefined;
}

/** The ports of this computer. If the system cannot list them, the reason, and only the ports in /dev. */
export interface PortList {
  readonly ports: readonly Port[];
  readonly problem: string | undefined;
}

/** A port as the system lists it: the fields that are used here. */
export interface SystemPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly pnpId?: string | undefined;
}

/** Nearly every computer has these ports, whether anything is connected or not. No board is plugged into them. */
const BUILT_IN_PATH = /tty(S|AMA|O|MFD)\d+$|rfcomm|bluetooth|debug-console|wlan-debug/i;
const BUILT_IN_ID = /^(ACPI|BTHENUM)\\/;

/**
 * Lists the ports that a board may be plugged into: those that the system lists, and those in /dev. Some systems cannot
 * list any, such as Linux without udevadm, and some leave ports out, such as containers.
 *
 * @param list makes the list of the system
 * @param devices the folder of device files
 */
export async function listPorts(list = systemPorts, devices = '/dev'): Promise<PortList> {
  let problem: string | undefined;
  const listed = await list().catch((error: NodeJS.ErrnoException) => {
    problem = explain(error);
    return [];
  });
  const ports = new Map<string, Port>();
  for (const port of [...(await devicePorts(devices)), ...listed.filter(isPlugged).map(describe)]) {
    if (ports.get(port.path)?.device === undefined) ports.set(port.path, port);
  }
  return { ports: [...ports.values()].sort((one, other) => one.path.localeCompare(other.path)), problem };
}

async function systemPorts(): Promise<SystemPort[]> {
  const { autoDetect } = await import('@serialport/bindings-cpp');
  return autoDetect().list();
}

function isPlugged({ path, vendorId, pnpId = '' }: SystemPort): boolean {
  return vendorId !== undefined || !(BUILT_IN_PATH.test(path) || BUILT_IN_ID.test(pnpId));
}

function describe({ path, manufacturer, serialNumber, vendorId, productId }: SystemPort): Port {
  if (vendorId === undefined) return { path, device: undefined, usb: undefined };
  const device = [manufacturer ?? `vendor ${vendorId}`, serialNumber].filter(Boolean);
  return { path, device: device.join('  '), usb: `${vendorId}:${productId ?? '????'}`.toLowerCase() };
}

/** USB serial devices. Those of known vendors have links with names from udev: usb-VENDOR_MODEL_SERIAL-if00. */
async function devicePorts(devices: string): Promise<Port[]> {
  const names = (folder: string) => readdir(folder).catch(() => []);
  const byId = join(devices, 'serial/by-id');
  const known = (await names(byId)).map(async (name) => {
    const target = await readlink(join(byId, name)).catch(() => name);
    return { path: resolve(byId, target), device: name, usb: undefined };
  });
  const all = (await names(devices)).filter((name) => /^tty(ACM|USB)\d+$/.test(name));
  return [
    ...all.map((name) => ({ path: resolve(devices, name), device: undefined, usb: undefined })),
    ...(await Promise.all(known)),
  ];
}

function explain({ code, syscall, message }: NodeJS.ErrnoException): string {
  return code === 'ENOENT' && syscall === 'spawn udevadm' ? 'udevadm is not installed' : message;
}
