import { headerValue, withoutHeader } from '../../../spec/message.ts';
import { having, rewritten, type Changes } from './reading.ts';

/** Other ways to fill in fields and problem details. */
export const ofFields: Changes = {
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
