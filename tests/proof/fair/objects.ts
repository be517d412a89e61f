import { headerValue } from '../../../spec/message.ts';
import type { Call } from '../../../suites/http/target.ts';
import { having, type Changes } from './reading.ts';

/** Whether an object is asked for. */
export const isItem = ({ target }: Call) => /\/conversations\/[^/?]+/.test(target);

/** Other ways to keep accounts, pages and errors apart. */
export const ofObjects: Changes = {
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
