import type { AnyMismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { excerpt } from './answer.ts';

/** The tag that stands where a secret was. */
const tag = /‹([^›#]+)#[0-9a-f]{4}(?:\|base64)?›/g;

/** Every place of an answer in which a whole credential stood, other than one that it hands out: evidence has its tag there. */
export function echoes(evidence: Evidence): readonly AnyMismatch[] {
  if (!evidence.reply) return [];
  const { headers, body } = evidence.reply;
  const issued = new Set(evidence.issued);
  const repeats = (text: string) => [...text.matchAll(tag)].find(([, name]) => !issued.has(name!));
  const echoed: AnyMismatch[] = [];
  const note = (where: string, text: string) => {
    const found = repeats(text);
    if (!found) return;
    const actual = excerpt(text.slice(Math.max(0, found.index - 60)));
    echoed.push({ reason: `${evidence.operation} repeats the credential`, where, expected: 'no credential', actual });
  };
  for (let index = 0; index < headers.length; index += 2) {
    note(`$response.header.${headers[index]}`, headers[index + 1]!);
  }
  note('$response.body', body);
  return echoed;
}
