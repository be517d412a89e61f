/** An example for `--help`: a line of its own, which can be pasted, below what it is for. */
export const pasted = (line: string, purpose: string): [[string], [string]] => [[`# ${purpose}`], [line]];
