import path from 'node:path';

/** Whether a source is a URL that can be fetched. */
export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** How messages name a file: relative to the working directory where it lies below it. */
export function nameOf(source: string): string {
  if (isUrl(source)) return source;
  const relative = path.relative('', source);
  return relative === '' || relative.startsWith('..') ? source : relative;
}
