import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../../spec/load.ts';
import { requirementIds } from '../../../../spec/catalogue/catalogue.ts';
import { returnedBy } from '../../../../suites/oauth/issued.ts';
import { headerValue } from '../../../../spec/message.ts';
import type { Call, Sent, Target } from '../../../../suites/http/target.ts';
import { inProcessTarget, sessionFor, settingsFor, stillMock } from '../../../support/in-process.ts';

const contract = await loadContract(bundledDocument);
const grants = requirementIds.filter((id) => id.startsWith('oauth/'));

/** A mock whose every exchange is looked at. */
function watched(look: (call: Call, sent: Sent) => void): { readonly mock: ReturnType<typeof stillMock>; readonly target: Target } {
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const send = async (call: Call) => {
    const sent = await target.send(call);
    look(call, sent);
    return sent;
  };
  return { mock, target: { ...target, send } };
}

test('A run redeems at most twelve codes that somebody had to consent to', async () => {
  const redeemed = new Set<string>();
  const given = new Set<string>();
  const { mock, target } = watched((call, { reply }) => {
    const code = returnedBy(headerValue(reply?.headers ?? [], 'location') ?? '').get('code');
    if (code !== null) given.add(code);
    const presented = new URLSearchParams(call.body ?? '').get('code');
    if (call.target.startsWith('/oauth/token') && presented !== null) redeemed.add(presented);
  });
  const session = sessionFor(mock, {}, target);
  for (const id of grants) await session.judge(id);
  expect([...redeemed].filter((code) => given.has(code)).length).toBeLessThanOrEqual(12);
});

test('One pasted code decides the whole printed flow, and what else would take codes says so', async () => {
  const { mock, target } = watched(() => {});
  const [app, ...others] = settingsFor(mock).clients;
  const request = new URLSearchParams({
    response_type: 'code',
    client_id: app!.clientId,
    redirect_uri: app!.redirectUri,
    scope: app!.scopes.join(' '),
  });
  const redirect = await mock.fetch(new Request(`https://mock.example/oauth/authorize?${request}`));
  const code = returnedBy(redirect.headers.get('location') ?? '').get('code')!;
  const session = sessionFor(mock, { clients: [{ ...app!, consent: { kind: 'code', code } }, ...others] }, target);
  const outcomes = new Map<string, ReadonlySet<string>>();
  for (const id of grants) {
    const { checks } = await session.judge(id);
    outcomes.set(id, new Set(checks.map(({ outcome }) => outcome)));
  }
  const having = (outcome: string) => [...outcomes].filter(([, found]) => found.has(outcome)).map(([id]) => id);
  expect(having('fail')).toEqual([]);
  expect(having('error')).toEqual([]);
  expect(having('inconclusive')).toEqual([]);
  expect(having('pass')).toEqual(
    expect.arrayContaining([
      'oauth/code-exchange',
      'oauth/access-token',
      'oauth/whoami-scopes',
      'oauth/scope-enforcement',
      'oauth/refresh',
      'oauth/refresh-token-reuse',
      'oauth/code-reuse',
      'oauth/unknown-code',
    ]),
  );
  expect(having('blocked')).toEqual(expect.arrayContaining(['oauth/pkce-wrong-verifier', 'oauth/code-client-binding', 'oauth/pkce']));
});

test('Without a client everything that needs one is blocked and says what is missing', async () => {
  const { mock, target } = watched(() => {});
  const session = sessionFor(mock, { clients: [] }, target);
  for (const id of grants) {
    const { checks } = await session.judge(id);
    for (const check of checks) {
      expect([check.id, ['blocked', 'not-applicable'].includes(check.outcome)]).toEqual([check.id, true]);
      if (check.outcome === 'blocked') expect(check.needs).toMatch(/clients/);
    }
  }
});
