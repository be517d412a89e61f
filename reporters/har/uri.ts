/** A secret's tag: `‹reader#a1b2›`. */
const tag = /‹[^›]*›/g;

/** Everything but the characters of a path and a query, and a percent sign that encodes nothing. @see RFC 3986 §3.3, §3.4 */
const foreign = /[^\w\-.~:/?@!$&'()*+,;=%]|%(?![\da-f]{2})/giu;

/** A URL as it was sent, made one that every reader of URIs takes: what has no place in it is percent-encoded. */
export function uriOf(url: string): string {
  const [origin = ''] = /^[a-z]+:\/\/[\w.\-:[\]]*/i.exec(url) ?? [];
  return origin + url.slice(origin.length).replaceAll(tag, encode).replaceAll(foreign, encode);
}

/** The pairs of a URL's query, decoded where they can be. */
export function queryOf(url: string): readonly { readonly name: string; readonly value: string }[] {
  const [, query = ''] = /\?([^]*)$/.exec(uriOf(url)) ?? [];
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
}

const encode = (text: string) => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd'));
