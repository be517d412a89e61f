import type { Mismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { excerpt } from './response.ts';

/** The tag that replaces a secret in evidence. */
const tag = /‹([^›#]+)#[0-9a-f]{4}(?:\|base64)?›/g;

/** Every place of a response with a whole credential, except those that the response issues. */
export function echoes(evidence: Evidence): readonly Mismatch[] {
  if (!evidence.reply) return [];
  const { id: exchange, operation = '', reply } = evidence;
  const issued = new Set(evidence.issued);
  const repeats = (text: string) => [...text.matchAll(tag)].find(([, name]) => !issued.has(name!));
  const echoed = (at: string, text: string): readonly Mismatch[] => {
    const found = repeats(text);
    if (!found) return [];
    const actual = excerpt(text.slice(Math.max(0, found.index - 60)));
    return [{ code: 'credential-echoed', at, expected: { kind: 'no-secret' }, actual, exchange, details: { operation } }];
  };
  const inHeaders = reply.headers.flatMap((name, index) =>
    index % 2 === 0 ? echoed(`$response.header.${name}`, reply.headers[index + 1]!) : [],
  );
  return [...inHeaders, ...echoed('$response.body', reply.body)];
}
