import path from 'node:path';

/** Whether a source is an http or https URL. */
export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** Whether a URL contains a user or a password: `https://user:password@host`. */
export function hasUserInfo(url: string): boolean {
  return withoutUserInfo(url) !== url;
}

/** The URL without user and password. */
export function withoutUserInfo(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // Parsers ignore white space before and within a scheme.
  if (parsed && (parsed.username !== '' || parsed.password !== '')) {
    [parsed.username, parsed.password] = ['', ''];
    return parsed.href;
  }
  return url.replace(/^((?:[a-z][a-z\d+.-]*:)?[/\\]{2}|https?:)[^/\\?#]*@/i, '$1');
}

/** The name of a file in messages: relative if it is inside the working directory. A URL is named without user and password. */
export function nameOf(source: string): string {
  if (isUrl(source) || hasUserInfo(source)) return withoutUserInfo(source);
  const relative = path.relative('', source);
  return relative === '' || relative.startsWith('..') ? source : relative;
}

/** The path or URL of a file that another file refers to. */
export function fileFrom(base: string, reference: string): string {
  if (URL.canParse(reference)) return reference;
  return isUrl(base) ? new URL(reference, base).href : path.resolve(path.dirname(base), reference);
}
