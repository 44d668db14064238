import type { FrameBits } from './frame.ts';

/** A frame on the wire; times in CPU cycles, with fractions. */
interface SentFrame extends FrameBits {
  readonly start: number;
  readonly bitCycles: number;
  end: number;
}

/**
 * Frames kept for a receiver that has fallen behind; a receiver 64 times slower than the sender still sees them all.
 */
const KEPT = 128;

/**
 * One direction of a serial line: a level as a function of time, high when idle. Sender and receiver may disagree about
 * the bit time, and then the receiver gets what it would get on a real wire.
 */
export class Wire {
  /** Called when a frame has been put on the wire, at its start. */
  onFrame: () => void = () => {};

  private frames: SentFrame[] = [];

  /** Puts a frame on the wire. Frames start in the order of the calls and do not overlap. Returns its end. */
  send(start: number, { bits, length }: FrameBits, bitCycles: number): number {
    const end = start + length * bitCycles;
    this.frames.push({ start, bits, length, bitCycles, end });
    if (this.frames.length > KEPT) this.frames.shift();
    this.onFrame();
    return end;
  }

  /** The sender loses power or is reset: high from `time` on. */
  cut(time: number): void {
    this.frames = this.frames.filter((frame) => frame.start < time);
    for (const frame of this.frames) frame.end = Math.min(frame.end, time);
  }

  /** Level at a time, 0 or 1. */
  level(time: number): number {
    for (let index = this.frames.length - 1; index >= 0; index -= 1) {
      const frame = this.frames[index] as SentFrame;
      if (time >= frame.end) return 1;
      if (time >= frame.start) return (frame.bits >> Math.floor((time - frame.start) / frame.bitCycles)) & 1;
    }
    return 1;
  }

  /** Levels in the middle of each of `count` bits after an edge, the first in bit 0. */
  sample(edge: number, bitCycles: number, count: number): number {
    const end = edge + count * bitCycles;
    for (const frame of this.frames) {
      // Most receivers are as fast as the sender.
      if (frame.start === edge && frame.bitCycles === bitCycles && frame.end >= end)
        return frame.bits & ((1 << count) - 1);
    }
    let bits = 0;
    for (let index = 0; index < count; index += 1)
      bits |= this.level(edge + (index + 0.5) * bitCycles) << index;
    return bits;
  }

  /** Time of the first falling edge at or after a time, if one is known. */
  fall(from: number): number | undefined {
    for (const frame of this.frames) {
      if (frame.end <= from) continue;
      let before = 1;
      for (let index = 0; index < frame.length; index += 1) {
        const level = (frame.bits >> index) & 1;
        const time = frame.start + index * frame.bitCycles;
        if (before === 1 && level === 0 && time >= from && time < frame.end) return time;
        before = level;
      }
    }
    return undefined;
  }

  /** Forgets what was before a time. */
  forget(before: number): void {
    while (this.frames[0] !== undefined && this.frames[0].end <= before) this.frames.shift();
  }
}
