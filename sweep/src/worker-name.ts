import { hostname } from 'node:os';

/** How people know this process among those that work. */
export const workerName = () => `${hostname()}:${process.pid}`;
