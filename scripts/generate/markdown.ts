/** A table; a `|` in a cell is escaped. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);

/** Names as code, with commas. */
export const codes = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The note below a title that says where the page comes from. */
export const generatedFrom = (sources: string, command = 'npm run generate'): string =>
  `This page is generated from ${sources} by \`${command}\`.`;

/** The anchor of a heading, as GitHub makes it. */
export const headingAnchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
