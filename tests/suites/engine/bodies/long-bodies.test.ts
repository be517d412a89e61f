import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createLongBodies, longestBody } from '../../../../suites/engine/bodies/long-bodies.ts';
import { receivedReply } from '../../../../suites/http/levels/received.ts';
import { createRedactor } from '../../../../suites/redaction/redactor.ts';

const secret = 'correct-horse-battery';
const redactor = createRedactor('key');
redactor.add({ name: 'reader', value: secret, shell: '$READER' });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const mega = 1024 * 1024;

describe('what evidence keeps of a body', () => {
  test('a body that fits is kept whole, with its secrets replaced', () => {
    const bodies = createLongBodies(redactor);
    expect(bodies.kept({ body: `{"key":"${secret}"}` })).toEqual({ body: expect.stringMatching(/^\{"key":"‹reader#....›"\}$/) });
    expect(bodies.kept({ body: 'é'.repeat(longestBody) })).toEqual({ body: 'é'.repeat(longestBody) });
    expect(bodies.used()).toEqual({ whole: 0, beginnings: 0 });
  });

  test('a list of a megabyte is kept whole while there is room, then its beginning', () => {
    const bodies = createLongBodies(redactor);
    const kept = Array.from({ length: 9 }, () => bodies.kept({ body: 'x'.repeat(mega) }));
    expect(kept.map(({ cut }) => cut !== undefined)).toEqual([...Array.from({ length: 8 }, () => false), true]);
    expect(kept.slice(0, 8).every(({ body }) => body.length === mega)).toBe(true);
  });

  test('of a longer body, the beginning, the length and the checksum', () => {
    const body = 'é'.repeat(mega + 1);
    expect(createLongBodies(redactor).kept({ body })).toEqual({
      body: 'é'.repeat(2 * longestBody),
      cut: { bytes: 2 * body.length, sha256: sha256(body), shown: longestBody },
    });
  });

  test('the text of a long body that has arrived is not made, and its checksum is that of its bytes', () => {
    const bytes = Buffer.concat([Buffer.alloc(2 * mega, 'ab'), Buffer.from([0xff, 0xfe, 0xc3])]);
    const reply = {
      bytes,
      get body(): string {
        throw new Error('the text was made');
      },
    };
    expect(createLongBodies(redactor).kept(reply)).toEqual({
      body: 'ab'.repeat(longestBody),
      cut: { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), shown: longestBody },
    });
  });

  test('a reply has its text at once if it is short, and when it is read if it is long', () => {
    const head = { status: 200, headers: [] };
    expect(receivedReply(head, [Buffer.from('[1,'), Buffer.from('2]')])).toEqual({ ...head, body: '[1,2]' });
    const long = receivedReply(head, [Buffer.alloc(mega, 'é'), Buffer.alloc(mega, 'é')], true);
    expect(long).toMatchObject({ ...head, open: true, body: 'é'.repeat(mega) });
    expect(long.bytes).toHaveLength(2 * mega);
  });

  test('a secret across the cut is replaced whole', () => {
    const { body, cut } = createLongBodies(redactor).kept({ body: `${'x'.repeat(2 * longestBody - 9)}${secret}${'x'.repeat(mega)}` });
    expect(body).toMatch(/^x+‹reader#....›$/);
    expect(cut).toBeDefined();
  });

  test('a secret behind the cut is not in the checksum', () => {
    for (const before of [2 * mega, 256 * 1024 * 5 - 9]) {
      const body = `${'x'.repeat(before)}${secret}${'x'.repeat(mega)}`;
      expect(createLongBodies(redactor).kept({ body }).cut?.sha256).toBe(sha256(redactor.redact(body)));
    }
  });

  test('only the piece of a body that contains a secret is redacted for the checksum, at whole characters', () => {
    const pieces: number[] = [];
    const noting = { ...redactor, redact: (text: string) => (pieces.push(text.length), redactor.redact(text)) };
    const body = `${'ä'.repeat(mega)}x${secret}${'€'.repeat(mega)}`;
    expect(createLongBodies(noting).kept({ body }).cut?.sha256).toBe(sha256(redactor.redact(body)));
    expect(pieces).toHaveLength(1);
    expect(pieces[0]).toBeLessThan(64 * 1024);
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
      kept += bodies.kept({ body }).body.length;
    }
    expect(kept).toBeLessThan(17 * mega);
  });
});
