import { describe, expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../../spec/load.ts';
import type { Json } from '../../../../spec/contract.ts';
import { headerValue } from '../../../../spec/message.ts';
import type { Call, Reply } from '../../../../suites/http/target.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../../support/in-process.ts';

const contract = await loadContract(bundledDocument);
const offline = 'offline_access';

const queryOf = (target: string) => new URL(target, 'https://host.invalid').searchParams;
const scopesOf = (target: string) => (queryOf(target).get('scope') ?? '').split(' ');

/** The same request without the scope, which the mock does not know. */
function withoutOffline(call: Call): Call {
  const url = new URL(call.target, 'https://host.invalid');
  const scope = scopesOf(call.target).filter((name) => name !== offline);
  url.searchParams.set('scope', scope.join(' '));
  return { ...call, target: url.pathname + url.search };
}

function withMembers(reply: Reply, change: (body: { readonly [name: string]: Json }) => object): Reply {
  return { ...reply, body: JSON.stringify(change(JSON.parse(reply.body))) };
}

/** A server that issues refresh tokens for `offline_access` only; `lists` says whether its metadata name that scope. */
async function played(lists: boolean) {
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const codes = new Set<string>();
  const asked: boolean[] = [];
  const send: typeof target.send = async (call) => {
    const isAuthorize = call.target.startsWith('/oauth/authorize');
    const isOffline = isAuthorize && scopesOf(call.target).includes(offline);
    const sent = await target.send(isOffline ? withoutOffline(call) : call);
    const { reply } = sent;
    if (reply === undefined) return sent;
    const code = queryOf(headerValue(reply.headers, 'location') ?? '/').get('code');
    if (isAuthorize && code !== null) asked.push(isOffline);
    if (isOffline && code !== null) codes.add(code);
    const form = new URLSearchParams(call.body);
    if (lists && call.target.includes('/.well-known/') && reply.status === 200)
      return { ...sent, reply: withMembers(reply, (body) => ({ ...body, scopes_supported: ['read', offline] })) };
    if (form.get('grant_type') === 'authorization_code' && reply.status === 200 && !codes.has(form.get('code') ?? ''))
      return { ...sent, reply: withMembers(reply, (body) => ({ ...body, refresh_token: undefined })) };
    return sent;
  };
  const session = sessionFor(mock, {}, { ...target, send });
  const { checks } = await session.judge('oauth/refresh');
  return { asked, outcomes: new Set(checks.map(({ outcome }) => outcome)) };
}

describe('A server that issues refresh tokens for offline_access only', () => {
  test('is asked once more with that scope, if its metadata name it, and in further requests', async () => {
    const { asked, outcomes } = await played(true);
    expect(outcomes).toEqual(new Set(['pass']));
    expect(asked.indexOf(true)).toBeGreaterThan(0);
    expect(asked.filter(Boolean).length).toBeGreaterThan(1);
  });

  test('is not asked for a scope that its metadata do not name', async () => {
    const { asked, outcomes } = await played(false);
    expect(asked).not.toContain(true);
    expect(outcomes).not.toContain('pass');
  });
});
