import { describe, expect, test } from 'vitest';
import type { Contract } from '../../spec/contract.ts';
import { headerValue, withoutHeader } from '../../spec/message.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import type { Call, Reply, Target } from '../../suites/target.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from '../support/in-process.ts';
import { weather } from './documents.ts';

const contract = await loadContract(bundledDocument);
type Change = (reply: Reply, call: Call) => Reply;

/** What of these topics was judged and did not pass, where answers are changed on their way. */
async function objections(topics: RegExp, change: Change, document: Contract = contract): Promise<readonly string[]> {
  const mock = stillMock(document);
  const target = inProcessTarget(mock);
  const changed: Target = {
    ...target,
    async send(call) {
      const sent = await target.send(call);
      return sent.reply ? { ...sent, reply: change(sent.reply, call) } : sent;
    },
  };
  const findings = await judgeAll(sessionFor(mock, {}, changed));
  return findings
    .filter(({ requirement }) => topics.test(requirement))
    .flatMap(({ checks }) => checks)
    .filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable')
    .map(({ id, outcome, reason }) => `${outcome} ${id}: ${reason}`);
}

const having = (reply: Reply, name: string, value: string | undefined): Reply => ({
  ...reply,
  headers: [...withoutHeader(reply.headers, name), ...(value === undefined ? [] : [name, value])],
});
const rewritten = (reply: Reply, name: string, change: (value: string) => string): Reply => {
  const value = headerValue(reply.headers, name);
  return value === undefined ? reply : having(reply, name, change(value));
};
const challenge = 'WWW-Authenticate';
const isItem = ({ target }: Call) => /\/conversations\/[^/?]+/.test(target);

const challenges: { readonly [title: string]: Change } = {
  'parameters in another order, without quotes and with spaces around the sign': (reply) =>
    rewritten(reply, challenge, (value) => value.replace(/^Bearer (realm="[^"]*"), (error)="(\w+)"/, 'Bearer $2 = $3, $1')),
  'a Basic challenge before it, in one field': (reply) =>
    rewritten(reply, challenge, (value) => `Basic realm="a, b", charset="UTF-8", ${value}`),
  'a Negotiate challenge behind it, in one field': (reply) => rewritten(reply, challenge, (value) => `${value}, Negotiate YWJj==`),
  'the scheme in small letters and the names of parameters in capitals': (reply) =>
    rewritten(reply, challenge, (value) => value.replace('Bearer', 'bearer').replace('realm=', 'REALM=').replace('error=', 'Error=')),
  'a description and an address behind the error': (reply) =>
    rewritten(reply, challenge, (value) =>
      value.includes('error=') ? `${value}, error_description="Sign in once more", error_uri="https://docs.example/errors#401"` : value,
    ),
  'a parameter of the API’s own': (reply) =>
    rewritten(reply, challenge, (value) => `${value}, resource_metadata="https://api.example/meta"`),
  'no scopes in a 403': (reply) => rewritten(reply, challenge, (value) => value.replace(/, scope="[^"]*"/, '')),
  'scopes in a 403 in another order, those that the caller holds among them': (reply, { headers }) =>
    headerValue(headers, 'authorization')?.includes('mock_reader_') === true
      ? rewritten(reply, challenge, (value) => value.replace(/scope="([^"]*)"/, 'scope="read $1"'))
      : reply,
  '404 for an object that the scopes do not open': (reply, call) =>
    reply.status === 403 && isItem(call) ? having({ ...reply, status: 404 }, challenge, undefined) : reply,
  'no challenge at all': (reply) => (reply.status === 401 ? having(reply, challenge, undefined) : reply),
};

const guarded: { readonly [title: string]: Change } = {
  '403 for the objects of others and for those that do not exist': (reply, call) =>
    reply.status === 404 && isItem(call) ? { ...reply, status: 403 } : reply,
  '204 for a deletion, whether or not there was something': (reply, { method }) =>
    method === 'DELETE' && reply.status === 404 ? { ...reply, status: 204, body: '' } : reply,
  'the id that was asked for in the message': (reply, call) =>
    reply.status === 404 && reply.body.startsWith('{')
      ? { ...reply, body: reply.body.replace(/"message":"[^"]*"/, `"message":"There is no ${call.target.split(/[/?]/)[3]}"`) }
      : reply,
  'an id of the request in every error': (reply, call) =>
    reply.status >= 400 && reply.body.endsWith('}')
      ? { ...reply, body: `${reply.body.slice(0, -1)},"request_id":"${call.method}-${call.headers.length}-${call.target.length}"}` }
      : reply,
  'any origin reflected, without credentials': (reply, { headers }) => {
    const origin = headerValue(headers, 'origin');
    return origin === undefined ? reply : having(reply, 'Access-Control-Allow-Origin', origin);
  },
  'credentials for an origin of its own': (reply, { headers }) =>
    headerValue(headers, 'origin') === undefined
      ? reply
      : having(having(reply, 'Access-Control-Allow-Origin', 'https://app.example'), 'Access-Control-Allow-Credentials', 'true'),
  'the name of the server without its version, and a version of its own API': (reply) =>
    having(having(reply, 'Server', 'nginx'), 'X-API-Version', '2024.10.1'),
  'a proxy with the version of its protocol': (reply) => having(reply, 'Via', '1.1 edge'),
  'prose about selecting from a list, and the path that was asked for': (reply, { target }) =>
    reply.status >= 400 && reply.body.startsWith('{')
      ? { ...reply, body: reply.body.replace('"message":"', `"message":"Select one from the list at /usr/guide or ${target}. `) }
      : reply,
  'what the request said, repeated': (reply, { body = '' }) =>
    reply.status === 400 && reply.body.endsWith('}')
      ? { ...reply, body: `${reply.body.slice(0, -1)},"got":${JSON.stringify(body)}}` }
      : reply,
};

describe('challenges that RFC 6750 leaves open', () => {
  for (const [title, change] of Object.entries(challenges))
    test(title, async () => expect(await objections(/^bearer\//, change)).toEqual([]), 20_000);
});

describe('other fair ways to keep accounts, pages and errors apart', () => {
  for (const [title, change] of Object.entries(guarded))
    test(title, async () => expect(await objections(/^abuse\//, change)).toEqual([]), 20_000);

  test('objects that all accounts share are a question, and no failure', async () => {
    const shared = { ...contract, principals: contract.principals.map((principal) => ({ ...principal, account: 'acme' })) };
    const mock = stillMock(shared);
    const apart = Object.entries(mock.principals).map(([name, principal]) => ({
      name,
      ...principal,
      account: contract.principals.find((original) => original.name === name)!.account,
    }));
    const findings = await judgeAll(sessionFor(mock, { actors: apart, only: ['abuse'] }));
    const open = findings.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome === 'inconclusive');
    expect(findings.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome === 'fail')).toEqual([]);
    expect(open.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('accounts share these objects'));
  });
});

const served: { readonly [title: string]: Change } = {
  'policies that are left out, split over two lines, and further parameters': (reply) => {
    const policy = headerValue(reply.headers, 'ratelimit-policy')?.split(', ');
    if (policy === undefined) return reply;
    const lines = policy.flatMap((item) => ['RateLimit-Policy', `${item};comment="of the plan";acme-burst=?1;pk=:cHI=:`]);
    return { ...reply, headers: [...withoutHeader(reply.headers, 'ratelimit-policy'), ...lines] };
  },
  'a policy that counts bytes beside': (reply) =>
    rewritten(reply, 'RateLimit-Policy', (value) => `${value}, "bytes";q=65535;qu="content-bytes";w=10`),
  'service limits without a time': (reply) => rewritten(reply, 'RateLimit', (value) => value.replace(/;t=\d+/, '')),
  'none of the fields on errors': (reply) =>
    reply.status >= 400 ? having(having(reply, 'RateLimit', undefined), 'RateLimit-Policy', undefined) : reply,
  'problem details with members of their own, and without a status': (reply) => {
    if (headerValue(reply.headers, 'content-type') !== 'application/problem+json' || reply.status !== 404) return reply;
    const { status: _, ...rest }: { readonly status?: number } = JSON.parse(reply.body);
    return { ...reply, body: JSON.stringify({ ...rest, instance: '/stations/1?x=%20', errors: [{ name: 'id' }] }) };
  },
};

describe('other fair ways to fill in fields and problem details', () => {
  for (const [title, change] of Object.entries(served)) {
    test(title, async () => {
      const topics = /^(?:limits\/(?:structured|service-limit|policies|rate-fields|retry-after-covers)|envelope\/problem)/;
      expect(await objections(topics, change, weather())).toEqual([]);
    });
  }

  test('a document whose example is of an earlier draft is not held to this one', async () => {
    const text = JSON.stringify(weather().document).replaceAll(String.raw`\"hour\";r=99;t=60`, 'limit=100, remaining=99, reset=60');
    const { compileDocument } = await import('../../spec/load.ts');
    const earlier = compileDocument(JSON.parse(text.replaceAll(String.raw`\"hour\";q=100;w=3600`, '100;w=3600')));
    const findings = await judgeAll(sessionFor(stillMock(earlier), { only: ['limits/structured-fields-are-well-formed'] }));
    expect(findings.find(({ requirement }) => requirement === 'limits/structured-fields-are-well-formed')).toMatchObject({
      outcome: 'not-applicable',
      reason: 'the document declares no structured rate-limit fields',
    });
  });
});
