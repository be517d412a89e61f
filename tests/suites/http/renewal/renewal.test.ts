import { expect, test } from 'vitest';
import type { Principal } from '../../../../suites/engine/settings.ts';
import { withRenewal } from '../../../../suites/http/renewal/renewal.ts';
import type { Call, Target } from '../../../../suites/http/target.ts';
import { createRedactor } from '../../../../suites/redaction/redactor.ts';

const call: Call = { method: 'GET', target: '/notes', headers: [], channel: 'target', level: 'client' };

function renewed(secret: string, outputs: readonly string[]) {
  let now = 0;
  const commands = [...outputs];
  const sent: Call[] = [];
  const renewal = { kind: 'command', command: 'print-token', folder: '/', seconds: 60, readAt: 0 } as const;
  const principal: Principal = { name: 'reader', secret, renewal, account: 'reader', scopes: [], state: 'active', expendable: false };
  const opened: Target = {
    now: () => now,
    wait: async () => {},
    capabilities: {},
    close: async () => {},
    async send(one) {
      sent.push(one);
      return { startedAt: now, milliseconds: 0, connection: { scheme: 'https' } };
    },
  };
  const redactor = createRedactor('key');
  const run = async () => {
    const value = commands.shift();
    return value === undefined ? { problem: 'it failed' } : { value };
  };
  const target = withRenewal(opened, { settings: { userAgent: 'test', principals: [principal], clients: [] }, redactor, run });
  const send = async (change: Partial<Call>, seconds: number) => {
    now = seconds * 1000;
    await target.send({ ...call, ...change });
    return sent.at(-1)!;
  };
  return { send, redactor, left: commands };
}

const bearer = (token: string) => ({ headers: ['Authorization', `Bearer ${token}`] });

test('A credential is renewed when its time is over, and only where it is sent', async () => {
  const { send, redactor, left } = renewed('first-token', ['second-token', 'third-token']);
  expect(await send(bearer('first-token'), 59)).toMatchObject(bearer('first-token'));
  expect(await send({}, 61)).toMatchObject({ headers: [] });
  expect(left).toHaveLength(2);
  expect(await send(bearer('first-token'), 61)).toMatchObject(bearer('second-token'));
  expect(await send(bearer('first-token'), 120)).toMatchObject(bearer('second-token'));
  expect(await send(bearer('first-token'), 121)).toMatchObject(bearer('third-token'));
  expect(redactor.redact('second-token')).toMatch(/^‹reader#/);
});

test('A credential that is extended, in the query or inside Basic credentials is renewed there too', async () => {
  const { send } = renewed('user:first pass', ['user:second pass']);
  const basicOf = (pair: string) => ['Authorization', `Basic ${Buffer.from(pair).toString('base64')}`];
  expect(await send({ headers: basicOf('user:first pass') }, 100)).toMatchObject({ headers: basicOf('user:second pass') });
  expect(await send({ target: '/?key=user%3Afirst%20pass' }, 101)).toMatchObject({ target: '/?key=user%3Asecond%20pass' });
  expect(await send(bearer('user:first passx'), 102)).toMatchObject(bearer('user:second passx'));
});

test('A renewal that fails leaves the last credential', async () => {
  const { send } = renewed('first-token', []);
  expect(await send(bearer('first-token'), 100)).toMatchObject(bearer('first-token'));
});
