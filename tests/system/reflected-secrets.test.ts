/**
 * Servers that hand back what they were sent, in every place and every spelling: nothing of it gets into anything that a run writes.
 *
 * @module
 */
import { gzipSync } from 'node:zlib';
import type { IncomingMessage, RequestListener } from 'node:http';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { staging } from '../cli/staging.ts';
import { call, filesOf } from '../support/command.ts';
import { serve, speaking } from '../support/servers.ts';

const contract = await loadContract(bundledDocument);
const principals = ['reader', 'writer', 'deleter', 'other', 'revoked', 'office'];
const clients = ['app', 'phone'];

/** Spellings of a text, as servers, templates and serialisers write them. */
const spellings: { readonly [name: string]: (text: string) => string } = {
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
function reflecting(seed: number): RequestListener {
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
const secretOf = (seed: number) =>
  fc.sample(fc.string({ unit: fc.constantFrom(...characters), minLength: 24, maxLength: 40 }), { seed, numRuns: 1 })[0]!;

describe('what a server hands back', () => {
  test.for([1, 2, 3, 4])('is in nothing that a run writes (%i)', { timeout: 120_000 }, async (seed) => {
    const at = await serve(speaking(reflecting(seed)));
    onTestFinished(at.close);
    const site = await staging(contract, {
      principals,
      clients,
      at,
      configuration: 'allow: { writes: true, burn: true, destructive: true }',
    });
    onTestFinished(site.close);
    const names = Object.keys(site.environment).filter((name) => site.environment[name] !== '');
    const environment = Object.fromEntries(names.map((name, index) => [name, secretOf(seed * 100 + index)]));
    const args = ['run', '--config', 'staging.yaml', '--max-requests', '700', '--max-seconds', '30', '--profile', 'full'];
    const ended = await call(args, { folder: site.folder, environment });
    expect([1, 3]).toContain(ended.code);
    const files = await filesOf(join(site.folder, 'auth-conformance-report'));
    expect(Object.keys(files).length).toBeGreaterThan(4);
    const texts: readonly (readonly [string, string])[] = [...Object.entries(files), ['stdout', ended.stdout], ['stderr', ended.stderr]];
    const leaks = texts.flatMap(([where, text]) =>
      Object.entries(environment).flatMap(([name, secret]) =>
        Object.entries(spellings)
          .filter(([, spell]) => text.includes(spell(secret)))
          .map(([spelling]) => `${name} in ${where} as ${spelling}`),
      ),
    );
    expect(leaks).toEqual([]);
    expect(texts.filter(([, text]) => text.includes('‹')).length).toBeGreaterThan(2);
  });
});
