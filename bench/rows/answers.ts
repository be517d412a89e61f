/**
 * The mock's answers beside a bare server of Node's that writes the same bytes.
 *
 * @module
 */
import { ask } from '../ask.ts';
import { bearer } from '../credential.ts';
import { ownDocument, unlimited } from '../documents.ts';
import { compared, duel, type Expected } from '../duel.ts';
import type { MockServer } from '../lab.ts';
import { atLeast, atMost, type Line } from '../line.ts';
import { prepareLoad, type Shot } from '../load.ts';
import type { Row } from '../row.ts';

interface Case {
  readonly name: string;
  readonly description: string;
  readonly shot: (mock: MockServer) => Shot;
  readonly secure: boolean;
  readonly expected?: Expected;
  /** Its own windows fill up, as those of the bundled document do. */
  readonly limited?: boolean;
  readonly status: number;
}

const list = (mock: MockServer): Shot => ({
  method: 'GET',
  target: `${mock.basePath}/conversations`,
  headers: { Authorization: bearer(mock, { has: 'read' }) },
});

const post = (mock: MockServer, path: string): Shot => ({
  method: 'POST',
  target: mock.basePath + path,
  headers: { Authorization: bearer(mock, { has: 'write' }), 'Content-Type': 'application/json' },
  body: '{"title":"Quarterly planning"}',
});

const cases: readonly Case[] = [
  {
    name: 'tls',
    description: 'valid key over TLS, every gate, live headers, journal',
    shot: list,
    secure: true,
    status: 200,
    expected: { work: atLeast(0.9), p99: atMost(1.3) },
  },
  {
    name: 'plain',
    description: 'the same over plain HTTP',
    shot: list,
    secure: false,
    status: 200,
    expected: { work: atLeast(0.85) },
  },
  {
    name: 'whoami',
    description: 'the self-test, whose body is live, over TLS',
    shot: (mock) => ({ ...list(mock), target: `${mock.basePath}/auth/test` }),
    secure: true,
    status: 200,
  },
  {
    name: '401',
    description: 'an unknown key over TLS',
    shot: (mock) => ({ ...list(mock), headers: { Authorization: 'Bearer mock_nobody_000000000000000000000000' } }),
    secure: true,
    status: 401,
  },
  {
    name: '403',
    description: 'a key without the scope over TLS',
    shot: (mock) => ({
      method: 'DELETE',
      target: `${mock.basePath}/conversations/conv_123`,
      headers: { Authorization: bearer(mock, { has: 'read', lacks: 'delete' }) },
    }),
    secure: true,
    status: 403,
  },
  {
    name: '429',
    description: 'a key over its limit over TLS',
    shot: (mock) => ({ ...list(mock), headers: { Authorization: bearer(mock, { has: 'read', plan: 'free' }) } }),
    secure: true,
    limited: true,
    status: 429,
  },
  {
    name: 'post',
    description: 'a body that is read and validated, over TLS, beside a bare server that reads it',
    shot: (mock) => post(mock, '/checks'),
    secure: true,
    status: 201,
    expected: { work: atLeast(0.75) },
  },
  {
    name: 'create',
    description: 'the same where the mock makes an object of it and keeps it',
    shot: (mock) => post(mock, '/conversations'),
    secure: true,
    status: 201,
  },
];

/** The answer that the load will get, once a limit that is meant to be over is over. */
async function sample(origin: string, testCase: Shot, status: number) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const asked = await ask(origin, testCase);
    if (asked.status === status) return asked;
  }
  throw new Error(`bench: ${testCase.method} ${testCase.target} is not answered with ${status}`);
}

const rowOf = ({ name, description, shot: testCase, secure, expected, limited = false, status }: Case): Row => ({
  name,
  description,
  async measure(lab): Promise<readonly Line[]> {
    const own = await ownDocument();
    const mock = await lab.mock(await lab.write('openapi.json', limited ? own : unlimited(own)));
    const origin = secure ? mock.origin : mock.plain;
    const sent = testCase(mock);
    const bare = await lab.bare(await sample(origin, sent, status), secure);
    const load = await prepareLoad(lab.folder, name, [sent]);
    const refuses = status >= 400;
    const idle = mock.running.memory();
    const [one, yardstick] = await duel(
      [
        { name: 'mock', running: mock.running, origin, load, refuses },
        { name: 'bare', running: bare.running, origin: bare.origin, load, refuses },
      ],
      lab.effort,
    );
    return [
      ...compared(one!, yardstick!, expected),
      { what: 'mock: memory before', unit: 'MB', values: [idle] },
      { what: 'mock: memory after', unit: 'MB', values: [mock.running.memory()] },
    ];
  },
});

/** One row for each kind of answer. */
export const answers: readonly Row[] = cases.map(rowOf);
