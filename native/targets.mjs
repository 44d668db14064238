// The machines that the addon is built for: package.json lists them, as Rust names them.
import { readFileSync } from 'node:fs';

const { napi } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** As `x86_64-unknown-linux-gnu`. */
export const targets = napi.targets;

/** The fields with which npm selects a package, and the platform's name as napi-rs spells it: linux-x64-gnu. */
export function platform(target) {
  const [arch, , system, kind] = target.split('-');
  const os = { windows: 'win32' }[system] ?? system;
  const cpu = { x86_64: 'x64', aarch64: 'arm64' }[arch];
  const libc = os === 'linux' ? { gnu: 'glibc', musl: 'musl' }[kind] : undefined;
  return { name: [os, cpu, kind].filter(Boolean).join('-'), os, cpu, libc };
}

/** The file of a target's addon, in native/node. */
export function addonFile(target) {
  return `${napi.binaryName}.${platform(target).name}.node`;
}
