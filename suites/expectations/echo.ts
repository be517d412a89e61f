import type { Mismatch } from '../checks/check.ts';
import type { Evidence } from '../evidence.ts';
import { excerpt } from './answer.ts';

/** The tag that stands where a secret was. */
const tag = /‹[^›#]+#[0-9a-f]{4}(?:\|base64)?›/;

/** Every place of an answer in which a whole credential stood: evidence has its tag there. */
export function echoes(evidence: Evidence): readonly Mismatch[] {
  if (!evidence.reply) return [];
  const { headers, body } = evidence.reply;
  const found: Mismatch[] = [];
  const note = (where: string, text: string) => {
    const actual = excerpt(text.slice(Math.max(0, text.search(tag) - 60)));
    found.push({ reason: `${evidence.operation} repeats the credential`, where, expected: 'no credential', actual });
  };
  for (let index = 0; index < headers.length; index += 2) {
    if (tag.test(headers[index + 1]!)) note(`$response.header.${headers[index]}`, headers[index + 1]!);
  }
  if (tag.test(body)) note('$response.body', body);
  return found;
}
