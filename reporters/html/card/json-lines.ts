/** A line of formatted JSON, with the JSON Pointer of the member that stands there. */
export interface JsonLine {
  readonly text: string;
  readonly pointer: string;
}

/** How deep values are formatted; what is deeper stays on one line. */
const mostLevels = 12;

/** A JSON text with indentation, line by line; undefined if it is not JSON, or formatting it would change a number. */
export function jsonLines(text: string): readonly JsonLine[] | undefined {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || /\d{16}/.test(text)) return undefined;
  return linesOf(value, '', '', '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function linesOf(value: unknown, pointer: string, indent: string, label: string): readonly JsonLine[] {
  const isNested = typeof value === 'object' && value !== null && Object.keys(value).length > 0 && indent.length / 2 < mostLevels;
  if (!isNested) return [{ text: `${indent}${label}${JSON.stringify(value)}`, pointer }];
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const entries = Object.entries(value);
  const inner = entries.flatMap(([name, member], index) => {
    const below = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const lines = linesOf(member, below, `${indent}  `, Array.isArray(value) ? '' : `${JSON.stringify(name)}: `);
    if (index === entries.length - 1) return lines;
    return [...lines.slice(0, -1), { ...lines.at(-1)!, text: `${lines.at(-1)!.text},` }];
  });
  return [{ text: `${indent}${label}${open}`, pointer }, ...inner, { text: `${indent}${close}`, pointer }];
}
