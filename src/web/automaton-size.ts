/** Pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** The frames in which the pages show an automaton at 1300 pixels: beside another section, and above both. */
const NARROW: Size = { width: 440, height: 460 };
const WIDE: Size = { width: 1160, height: 740 };

/** Scale at which letters of 11 points are still read: 8.6 pixels, their line more than 9 after rounding. */
export const READABLE = 0.78;

/** The size of a drawing by Graphviz, one pixel for each of its points. */
export function sizeOf(svg: string): Size {
  const [, width, height] = /<svg width="([\d.]+)pt" height="([\d.]+)pt"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

const scaleIn = (frame: Size, { width, height }: Size) =>
  Math.min(frame.width / width, frame.height / height);

/** How large a drawing can be across the whole page. */
export const wideScale = (svg: string): number => scaleIn(WIDE, sizeOf(svg));

/** Whether a drawing is shown across the whole page, because it cannot be read beside another section. */
export const isWide = (svg: string): boolean => scaleIn(NARROW, sizeOf(svg)) < READABLE;
