import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import type { Contract } from '../../../spec/contract.ts';
import { valueAt } from '../../../spec/json/pointer.ts';
import { openFronts, type Fronts } from './fronts.ts';
import type { FrontName, Keys, Shape } from './shape.ts';

const names: readonly FrontName[] = ['HTTP/1.1', 'HTTP/2', 'Mock Service Worker', 'fetch'];

/** A quarter of a second after noon. */
const noon = Date.UTC(2026, 0, 1, 12) + 250;

/** A table of shapes as tests: every shape over every front. `codeAt` is where error bodies have their code. */
export function testShapes(contract: Contract, codeAt: string, shapes: readonly Shape[]): void {
  const mock = createMock(contract, { now: () => noon });
  const keys: Keys = {
    of: (principal) => mock.principals[principal]!.secret,
    fresh: (plan) => mock.mint({ plan, scopes: contract.scopes }).credential,
  };
  let fronts: Fronts;
  beforeAll(async () => void (fronts = await openFronts(mock)));
  afterAll(() => fronts.close());
  const frontOf = (name: FrontName) => fronts.all.find((front) => front.name === name)!;

  describe.each(names)('Over %s', (name) => {
    for (const { title, request, after = 0, status, code, challenge = /^$/ } of shapes.filter(({ except }) => !except?.[name])) {
      test(`${title} is answered with ${[status, code].join(' ').trim()}`, async () => {
        const front = frontOf(name);
        const sent = request(keys);
        for (let count = 0; count < after; count += 1) expect((await front.send(sent)).status).toBe(200);
        const { headers, body, ...reply } = await front.send(sent);
        expect([reply.status, headers.get('Content-Type')]).toEqual([status, 'application/json']);
        expect(valueAt(JSON.parse(body), codeAt)).toBe(code);
        expect(headers.get('WWW-Authenticate') ?? '').toMatch(challenge);
        expect(headers.has('Retry-After')).toBe(status === 429);
      });
    }

    const inexpressible = shapes.flatMap(({ title, except }) => (except?.[name] ? [{ title, exception: except[name] }] : []));
    for (const { title, exception } of inexpressible) {
      test(`${title} cannot be said: ${exception.reason}`, () =>
        exception.holds({ plainOrigin: fronts.plainOrigin, keys, front: frontOf(name), http1: frontOf('HTTP/1.1') }));
    }
  });
}
