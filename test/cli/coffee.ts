/** A coffee machine with symbols, in DOT as AALpy writes it. */
export const coffee = `digraph coffee {
  __start0 [label="" shape="none"];
  empty -> paid [label="coin / beep"];
  empty -> empty [label="button / none"];
  paid -> paid [label="coin / beep"];
  paid -> empty [label="button / coffee"];
  __start0 -> empty;
}
`;
