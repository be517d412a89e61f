/**
 * A server that hands back what it was sent, in every place and every spelling.
 *
 * @module
 */
import type { IncomingMessage, RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';

/** Spellings of a text, as servers, templates and serialisers write them. */
export const spellings: { readonly [name: string]: (text: string) => string } = {
  raw: (text) => text,
  json: (text) => JSON.stringify(text).slice(1, -1),
  'json for HTML': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/').replaceAll('<', '\\u003c').replaceAll('>', '\\u003e'),
  URL: (text) => encodeURIComponent(text),
  'a form': (text) => new URLSearchParams([['', text]]).toString().slice(1),
  HTML: (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  Basic: (text) => Buffer.from(`user:${text}`).toString('base64'),
  'Basic of a name': (text) => Buffer.from(`${text}:`).toString('base64'),
};

/** What a request may hold of secrets: every longer word of its credentials, its query and its body. */
function told(request: IncomingMessage, body: string): readonly string[] {
  const { authorization = '', cookie = '' } = request.headers;
  const basic = /^Basic (\S+)$/i.exec(authorization)?.[1];
  const words = [
    authorization,
    cookie,
    basic === undefined ? '' : Buffer.from(basic, 'base64').toString(),
    [...new URLSearchParams(body).values()].join(' '),
    request.url ?? '',
  ];
  return words.flatMap((text) => text.split(/[\s:&=?;,]+/)).filter((word) => word.length > 7);
}

/** Answers with what it was told, somewhere. */
export function reflecting(seed: number): RequestListener {
  const choose = fc.sample(fc.infiniteStream(fc.nat()), { seed, numRuns: 1 })[0]!;
  const oneOf = <Value>(values: readonly Value[]): Value => values[Number(choose.next().value) % values.length]!;
  let count = 0;
  return (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      count += 1;
      const words = told(request, Buffer.concat(parts).toString());
      const spelt = words.map((word) => oneOf(Object.values(spellings))(word)).join(' ');
      const safe = spelt.replace(/[^\u0020-\u007e]/g, '?');
      // A preflight is answered well, or nothing follows it.
      const status = count < 30 ? 200 : oneOf([200, 200, 200, 201, 400, 401, 403, 404, 500, 302]);
      response.statusCode = status;
      if (status === 302) response.setHeader('Location', `https://elsewhere.example/?told=${safe.replaceAll(' ', '+')}`);
      const place = oneOf(['header', 'cookie', 'json', 'html', 'gzip', 'pieces', 'challenge', 'status']);
      response.setHeader('Content-Type', place === 'html' ? 'text/html' : 'application/json');
      if (place === 'header') response.setHeader('X-Told', safe);
      if (place === 'cookie')
        response.setHeader('Set-Cookie', `told=${safe.replace(/[ ;,"\\]/g, '_')}; told=${encodeURIComponent(words[0] ?? '')}`);
      if (place === 'challenge') response.setHeader('WWW-Authenticate', `Bearer realm="${safe.replaceAll('"', "'")}"`);
      if (place === 'status') response.statusMessage = safe;
      const text = place === 'html' ? `<p title="${spelt}">${spelt}</p>` : `{"error":{"message":"${spelt}"},"id":"${spelt}"}`;
      if (place === 'gzip') {
        response.setHeader('Content-Encoding', 'gzip');
        response.end(gzipSync(text));
        return;
      }
      if (place === 'pieces') for (let index = 0; index < text.length; index += 7) response.write(text.slice(index, index + 7));
      response.end(place === 'pieces' ? undefined : text);
    });
  };
}

/** Characters that a bearer token has, and such as somebody who escapes has to think of. */
const characters = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=<>&"'\\%$`.split('');
export const secretOf = (seed: number) =>
  fc.sample(fc.string({ unit: fc.constantFrom(...characters), minLength: 24, maxLength: 40 }), { seed, numRuns: 1 })[0]!;

/** Which secrets stand in which texts, in which spelling: `STAGING_APP_KEY in stdout as base64`. */
export function leaksIn(
  texts: readonly (readonly [where: string, text: string])[],
  secrets: { readonly [name: string]: string },
): readonly string[] {
  return texts.flatMap(([where, text]) =>
    Object.entries(secrets).flatMap(([name, secret]) =>
      Object.entries(spellings)
        .filter(([, spell]) => text.includes(spell(secret)))
        .map(([spelling]) => `${name} in ${where} as ${spelling}`),
    ),
  );
}
