/** A secret's tag: `‹reader#a1b2›`. */
const tag = /‹[^›]*›/g;

/** Characters that a path or a query does not allow, and percent signs that encode nothing. @see RFC 3986 §3.3, §3.4 */
const foreign = /[^\w\-.~:/?@!$&'()*+,;=%]|%(?![\da-f]{2})/giu;

/** The URL of a request as a valid URI: characters that are not allowed are percent-encoded. */
export function uriOf(url: string): string {
  const [origin = ''] = /^[a-z]+:\/\/[\w.\-:[\]]*/i.exec(url) ?? [];
  return origin + url.slice(origin.length).replaceAll(tag, encode).replaceAll(foreign, encode);
}

/** The decoded pairs of the query of a URL. */
export function queryOf(url: string): readonly { readonly name: string; readonly value: string }[] {
  const [, query = ''] = /\?([^]*)$/.exec(uriOf(url)) ?? [];
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
}

const encode = (text: string) => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd'));
