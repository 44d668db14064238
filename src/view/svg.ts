/** The styles that a picture adds to the common ones, for light and for dark backgrounds. */
export interface Styles {
  readonly light: string;
  readonly dark: string;
}

/** An SVG picture for light and dark backgrounds. */
export function svg(width: number, height: number, { light, dark }: Styles, body: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">
<style>
  svg { background: #fff; } text { fill: #333; } .title { font-size: 16px; font-weight: 600; }
  .grid { stroke: #ddd; } ${light}
  @media (prefers-color-scheme: dark) {
    svg { background: #16181d; } text { fill: #ccc; } .grid { stroke: #333; } ${dark}
  }
</style>
${body.join('\n')}
</svg>
`;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
