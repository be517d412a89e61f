import { expect, test } from 'vitest';
import { withDigestAnswers } from '../../../suites/http/digest.ts';
import type { Call, Sent, Target } from '../../../suites/http/target.ts';

/** A target that gives these responses in turn, and the requests that it got. */
function scripted(...replies: readonly (readonly [status: number, ...challenges: string[]])[]) {
  const calls: Call[] = [];
  const target = {
    capabilities: {},
    async send(call: Call): Promise<Sent> {
      const [status, ...challenges] = replies[calls.length]!;
      calls.push(call);
      const headers = challenges.flatMap((challenge) => ['WWW-Authenticate', challenge]);
      return { startedAt: 0, milliseconds: 0, connection: { scheme: 'https' }, reply: { status, headers, body: '' } };
    },
    wait: async () => {},
    now: () => 0,
    close: async () => {},
  } satisfies Target;
  return { calls, target };
}

const call: Call = {
  method: 'GET',
  target: '/dir/index.html',
  headers: [],
  digest: 'Mufasa:Circle of Life',
  channel: 'target',
  level: 'client',
};

const challenge = (algorithm: string) =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;

const authorizationOf = ({ headers }: Call) => headers.slice(headers.indexOf('Authorization') + 1)[0];

// The examples of RFC 7616 §3.9.1.
test.each([
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
])('A challenge with %s is answered like the example of RFC 7616', async (algorithm, response) => {
  const { calls, target } = scripted([401, challenge(algorithm)], [200]);
  const answering = withDigestAnswers(target, () => 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ');
  expect((await answering.send(call)).reply?.status).toBe(200);
  expect(calls.map(({ digest }) => digest)).toEqual([undefined, undefined]);
  expect(authorizationOf(calls[1]!)).toContain(`response="${response}"`);
  expect(authorizationOf(calls[1]!)).toContain('nc=00000001');
});

test('A nonce is used until the server wants another, and the first algorithm that is known is chosen', async () => {
  const { calls, target } = scripted(
    [401, 'Digest realm="a", qop="auth", algorithm=SHA-512-256, nonce="x"', challenge('SHA-256'), challenge('MD5')],
    [200],
    [200],
    [401, 'Digest realm="a", qop="auth", nonce="later", stale=true'],
    [200],
  );
  const answering = withDigestAnswers(target);
  for (const status of [200, 200, 200]) expect((await answering.send(call)).reply?.status).toBe(status);
  const answers = calls.map((sent) => authorizationOf(sent) ?? '');
  expect(answers.map((text) => [/nc=(\d+)/.exec(text)?.[1], /algorithm=([\w-]+)/.exec(text)?.[1]])).toEqual([
    [undefined, undefined],
    ['00000001', 'SHA-256'],
    ['00000002', 'SHA-256'],
    ['00000003', 'SHA-256'],
    ['00000001', undefined],
  ]);
});

test('Without a challenge, or with one that it cannot answer, the response stays as it is', async () => {
  const { calls, target } = scripted([401, 'Bearer'], [401, 'Digest realm="a", nonce="b", algorithm=SHA-512-256'], [403]);
  const answering = withDigestAnswers(target);
  expect((await answering.send(call)).reply?.status).toBe(401);
  expect((await answering.send(call)).reply?.status).toBe(401);
  expect((await answering.send(call)).reply?.status).toBe(403);
  expect(calls).toHaveLength(3);
});
