import { headerValue, withoutHeader } from '../../../spec/message.ts';
import type { Reply } from '../../../suites/http/target.ts';
import { type Changes } from './reading.ts';

const json = (reply: Reply, change: (body: object) => object): Reply => {
  if (!/json/.test(headerValue(reply.headers, 'content-type') ?? '') || reply.body === '') return reply;
  return { ...reply, body: JSON.stringify(change(JSON.parse(reply.body))) };
};
const reversed = (value: object): object =>
  Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, member]) => [name, typeof member === 'object' && member !== null ? reversed(member) : member]),
      );

let count = 0;
const next = () => (count += 1);

/** Other ways to write the documented fields and bodies. */
export const ofBodies: Changes = {
  'header names in lower case and in another order': (reply) => ({
    ...reply,
    headers: Array.from({ length: reply.headers.length / 2 }, (_, index) => [
      reply.headers[index * 2]!.toLowerCase(),
      reply.headers[index * 2 + 1]!,
    ])
      .toReversed()
      .flat(),
  }),
  'further members in every body, and their order reversed': (reply) =>
    json(reply, (body) => (Array.isArray(body) ? body : reversed({ ...body, traceId: String(Math.trunc(reply.status)) }))),
  'a charset behind the media type': (reply) => {
    const type = headerValue(reply.headers, 'content-type');
    return type
      ? { ...reply, headers: [...withoutHeader(reply.headers, 'content-type'), 'Content-Type', `${type}; charset=utf-8`] }
      : reply;
  },
  'bodies that tell each request from the next': (reply, { channel }) =>
    json(reply, (body) => (reply.status === 401 && channel === 'target' ? { ...body, meta: { 'x-request': `no. ${next()}` } } : body)),
  'objects that remember when they were read': (reply, { method, target }) =>
    method === 'GET' && reply.status === 200 && /\/conversations\/[^/]+$/.test(target)
      ? json(reply, (body) => ({ ...body, views: next() }))
      : reply,
  'a reference of its own name in every error': (reply) =>
    reply.status >= 400 ? json(reply, (body) => ({ ...body, incident: `A-${next()}` })) : reply,
  '404 for an object that the caller may not touch': (reply, call) =>
    reply.status === 403 && call.channel === 'target' && /\/conversations\/[^/]+/.test(call.target) ? { ...reply, status: 404 } : reply,
};

/** Other ways to tell one error from the next. */
export const ofReferences: Changes = {
  'a reference in the words of every error': (reply) =>
    reply.status >= 400
      ? {
          ...reply,
          body: reply.body.replace(
            /"(message|error_description)":"([^"]*)"/,
            (_, name, says) => `"${name}":"${says} (reference ${next()})"`,
          ),
        }
      : reply,
  'errors in a list': (reply) =>
    reply.status >= 400 ? json(reply, (body) => ({ ...body, errors: [{ id: `r-${next()}`, title: 'Not to be had' }] })) : reply,
};
