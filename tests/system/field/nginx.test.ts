/**
 * One server of the field, as it comes from Debian: what its odd habits are taken for.
 *
 * @module
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Result } from '../../../suites/result/result.ts';
import { startFieldServer, type FieldServer } from '../../support/field-server.ts';

let server: FieldServer;
let result: Result;

beforeAll(async () => {
  server = await startFieldServer('nginx');
  ({ result } = await server.run('--only', 'transport', '--only', 'address'));
});

afterAll(() => server.stop());

test('nginx: 400 to plain HTTP on the port of HTTPS is a refusal', () => expect(outcomeOf('transport/plain-http')).toBe('pass'));

test('nginx: a connection that is closed on an address that is not listed is a refusal, at every border of the range', () => {
  expect(outcomeOf('address/unlisted')).toBe('pass');
  expect(outcomeOf('address/range-boundaries')).toBe('pass');
  expect(outcomeOf('address/forwarding-headers')).toBe('pass');
});

const outcomeOf = (id: string) => result.requirements.find((requirement) => requirement.id === id)?.outcome;
