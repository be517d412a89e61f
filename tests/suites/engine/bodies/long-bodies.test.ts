import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createLongBodies, longestBody } from '../../../../suites/engine/bodies/long-bodies.ts';
import { createRedactor } from '../../../../suites/redaction/redactor.ts';

const secret = 'correct-horse-battery';
const redactor = createRedactor('key');
redactor.add({ name: 'reader', value: secret, shell: '$READER' });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const mega = 1024 * 1024;

describe('what evidence keeps of a body', () => {
  test('a body that fits is kept whole, with its secrets replaced', () => {
    const bodies = createLongBodies(redactor);
    expect(bodies.kept(`{"key":"${secret}"}`)).toEqual({ body: expect.stringMatching(/^\{"key":"‹reader#....›"\}$/) });
    expect(bodies.kept('é'.repeat(longestBody))).toEqual({ body: 'é'.repeat(longestBody) });
    expect(bodies.used()).toEqual({ whole: 0, beginnings: 0 });
  });

  test('a list of a megabyte is kept whole while there is room, then its beginning', () => {
    const bodies = createLongBodies(redactor);
    const kept = Array.from({ length: 9 }, () => bodies.kept('x'.repeat(mega)));
    expect(kept.map(({ cut }) => cut !== undefined)).toEqual([...Array.from({ length: 8 }, () => false), true]);
    expect(kept.slice(0, 8).every(({ body }) => body.length === mega)).toBe(true);
  });

  test('of a longer body, the beginning, the length and the checksum', () => {
    const body = 'é'.repeat(mega + 1);
    expect(createLongBodies(redactor).kept(body)).toEqual({
      body: 'é'.repeat(2 * longestBody),
      cut: { bytes: 2 * body.length, sha256: sha256(body), shown: longestBody },
    });
  });

  test('a secret across the cut is replaced whole', () => {
    const { body, cut } = createLongBodies(redactor).kept(`${'x'.repeat(2 * longestBody - 9)}${secret}${'x'.repeat(mega)}`);
    expect(body).toMatch(/^x+‹reader#....›$/);
    expect(cut).toBeDefined();
  });

  test('a secret behind the cut is not in the checksum', () => {
    const body = `${'x'.repeat(2 * mega)}${secret}`;
    expect(createLongBodies(redactor).kept(body).cut?.sha256).toBe(sha256(redactor.redact(body)));
  });

  test('hundreds of them stay small, also for the next worker', () => {
    const nothingSecret = {
      redact: (text: string) => text,
      beginning: (text: string, length: number) => text.slice(0, length),
      secrets: () => [],
    };
    let kept = 0;
    let bodies = createLongBodies(nothingSecret);
    const body = ' '.repeat(mega + 1);
    for (let sent = 0; sent < 600; sent += 1) {
      if (sent % 100 === 99) {
        const next = createLongBodies(nothingSecret);
        next.adopt(bodies.used());
        bodies = next;
      }
      kept += bodies.kept(body).body.length;
    }
    expect(kept).toBeLessThan(17 * mega);
  });
});
