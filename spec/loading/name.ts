import path from 'node:path';

/** Whether a source is an http or https URL. */
export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** The name of a file in messages: relative if it is inside the working directory. */
export function nameOf(source: string): string {
  if (isUrl(source)) return source;
  const relative = path.relative('', source);
  return relative === '' || relative.startsWith('..') ? source : relative;
}
