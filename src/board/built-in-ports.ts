import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Nearly every computer has these ports, whether anything is connected or not. No board is plugged into them. */
export const BUILT_IN_PATH = /tty(S|AMA|O|MFD)\d+$|rfcomm|bluetooth|debug-console|wlan-debug/i;

/** Ports among the terminals, which are other things mostly: a console, a window. */
const PORT = /^(tty[A-Z]|rfcomm)/;
/** What is at one of these has a vendor, whatever its name. */
const BUS = /\/(usb|pci)\d/;

/**
 * Whether Linux has built-in ports only, or none. To ask udev about all devices takes longer than all else that a command
 * does with a board.
 *
 * @param folder a link for each terminal to its place in the tree of devices
 */
export async function hasOnlyBuiltInPorts(folder = '/sys/class/tty'): Promise<boolean> {
  try {
    const names = (await readdir(folder)).filter((name) => PORT.test(name));
    if (names.some((name) => !BUILT_IN_PATH.test(name))) return false;
    const places = await Promise.all(names.map((name) => readlink(join(folder, name))));
    return !places.some((place) => BUS.test(place));
  } catch {
    return false;
  }
}
