/**
 * Servers that no mock is: a target whose answers are changed or lost on their way. What the suites make of them is neither the outcome of a sound
 * server nor that of a fault.
 *
 * @module
 */
import type { HeaderList } from '../../../spec/message.ts';
import type { Call, Reply, Target, Trouble } from '../../../suites/http/target.ts';

/** How much there was before: different requests one after the other, and requests at all. */
interface Count {
  readonly different: number;
  readonly all: number;
}

/** What becomes of an answer: another one, none, or itself where undefined. */
export type Oddity = (reply: Reply, call: Call, count: Count) => Reply | Trouble['kind'] | undefined;

const json = (status: number, body: object, headers: HeaderList = []): Reply => ({
  status,
  headers: ['Content-Type', 'application/json', ...headers],
  body: JSON.stringify(body),
});
const page = (status: number): Reply => ({
  status,
  headers: ['Content-Type', 'text/html; charset=utf-8'],
  body: `<!doctype html><title>${status}</title><h1>${status}</h1>`,
});
const without = (headers: HeaderList, dropped: RegExp): HeaderList =>
  headers.flatMap((value, index) => (index % 2 === 0 && !dropped.test(value) ? [value, headers[index + 1]!] : []));
const every =
  (nth: number, oddity: Oddity): Oddity =>
  (reply, call, count) =>
    count.different % nth === nth - 1 ? oddity(reply, call, count) : undefined;
const where =
  (holds: (reply: Reply, call: Call) => boolean, oddity: Oddity): Oddity =>
  (reply, call, count) =>
    holds(reply, call) ? oddity(reply, call, count) : undefined;

const refused = ({ status }: Reply) => status >= 400;
const served = ({ status }: Reply) => status < 300;
const withStatus =
  (status: number): Oddity =>
  (reply) => ({ ...reply, status });
const toGrants = ({ channel }: Call) => channel === 'oauth' || channel === 'plain-oauth';
const overPlain = ({ channel }: Call) => channel === 'plain' || channel === 'plain-oauth';
const busy = json(503, { error: { type: 'unavailable', message: 'Try again later.' } }, ['Retry-After', '1']);
const enough = json(429, { error: { type: 'rate_limit_exceeded', message: 'Slow down.' } }, ['Retry-After', '1']);

export const oddities = {
  'every third answer is lost': every(3, () => 'closed'),
  'every fourth request gets no answer in time': every(4, () => 'timeout'),
  'every third request is one too many': every(3, () => enough),
  'every fourth request meets a server that is busy': every(4, () => busy),
  'every fifth answer is a page of a gateway': every(5, () => page(502)),
  'refusals close the connection': where(refused, () => 'closed'),
  'refusals are server errors': where(refused, withStatus(500)),
  'refusals are 429': where(refused, () => enough),
  'refusals are 404': where(refused, withStatus(404)),
  'refusals are 410': where(({ status }) => status === 404, withStatus(410)),
  'refusals are 400': where(refused, withStatus(400)),
  'refusals are 403': where(refused, withStatus(403)),
  'refusals are 401': where(refused, withStatus(401)),
  'refusals lead to a page to log in': where(refused, () => ({
    status: 302,
    headers: ['Location', 'https://mock.example/login'],
    body: '',
  })),
  'refusals are pages': where(refused, ({ status }) => page(status)),
  'refusals are empty': where(refused, ({ status, headers }) => ({ status, headers: without(headers, /^content-/i), body: '' })),
  'successes are 204': where(served, ({ headers }) => ({ status: 204, headers: without(headers, /^content-/i), body: '' })),
  'successes are 202': where(served, withStatus(202)),
  'successes are empty objects': where(served, ({ status, headers }) => ({ status, headers, body: '{}' })),
  'successes are pages': where(served, ({ status }) => page(status)),
  'successes are cut off': where(served, (reply) => ({ ...reply, body: reply.body.slice(0, reply.body.length / 2) })),
  'good requests are forbidden': where(served, withStatus(403)),
  'good requests find nothing': where(served, withStatus(404)),
  'no answer has fields': (reply) => ({ ...reply, headers: without(reply.headers, /^(?!content-type)/i) }),
  'every field stands twice': (reply) => ({ ...reply, headers: [...reply.headers, ...reply.headers] }),
  'every answer has another number in it': (reply, _, count) => ({
    ...reply,
    headers: [...reply.headers, 'X-Number', String(count.all)],
    body: reply.body.replace(/\}\s*$/, `,"number":${count.all}}`),
  }),
  'grants are out of order': where(
    (_, call) => toGrants(call),
    () => busy,
  ),
  'grants answer nothing': where(
    (_, call) => toGrants(call),
    () => 'closed',
  ),
  'every second answer of grants is refused': where(
    (_, call) => toGrants(call),
    every(2, () => json(400, { error: 'invalid_request' })),
  ),
  'plain HTTP answers nothing': where(
    (_, call) => overPlain(call),
    () => 'closed',
  ),
  'plain HTTP is answered in no time': where(
    (_, call) => overPlain(call),
    () => 'timeout',
  ),
  'plain HTTP is sent away for good': where(
    (_, call) => overPlain(call),
    (_, { target }) => ({
      status: 301,
      headers: ['Location', `https://mock.example${target}`],
      body: '',
    }),
  ),
} satisfies { readonly [name: string]: Oddity };

export type OddityName = keyof typeof oddities;

/** A target whose answers meet with an oddity; a request that is repeated meets with what it met before. */
export function oddTarget(target: Target, name: OddityName): Target {
  const oddity: Oddity = oddities[name];
  const count = { different: -1, all: -1 };
  let before = '';
  return {
    ...target,
    async send(call) {
      const asked = JSON.stringify(call);
      if (asked !== before) count.different += 1;
      count.all += 1;
      before = asked;
      const { reply, ...rest } = await target.send(call);
      if (reply === undefined) return rest;
      const become = oddity(reply, call, count) ?? reply;
      if (typeof become === 'string') return { ...rest, trouble: { kind: become, message: troubles[become] ?? become } };
      return { ...rest, reply: call.method === 'HEAD' ? { ...become, body: '' } : become };
    },
  };
}

const troubles: { readonly [kind in Trouble['kind']]?: string } = {
  closed: 'the connection was closed',
  timeout: 'no answer came in time',
};
