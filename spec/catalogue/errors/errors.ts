import { pointers } from '../pointers.ts';
import { promised, standard } from '../requirement.ts';

export const errorsRequirements = {
  'errors/media-type': promised('errors', 'MUST', {
    title: 'Bodies match their Content-Type',
    demand: 'Every response with content MUST name its media type, and a body with a JSON media type MUST be valid JSON.',
    pointer: pointers.operations,
    why: 'Clients choose the parser by `Content-Type`. An HTML page labeled as JSON turns a clear error into a parse error far from its cause.',
    checked: 'Every response of the run that has content has a `Content-Type`. If it is a JSON type, the body parses.',
    fair: 'The response to plain HTTP from the layer that terminates TLS is exempt. A requirement of the topic transport covers its body.',
    failure:
      'A layer sends its own bodies: a proxy’s error page, a debug page or an exception caught too late. The reported operation and status show the path of the request.',
    fix: 'Give every error path, including those of the proxy and the framework, the documented body and media type. Serialize with a JSON library, never by joining strings.',
    references: ['RFC 9110 §8.3', 'RFC 8259 §2', 'ASVS 5.0 4.1.1'],
  }),
  'errors/status': promised('errors', 'MUST', {
    title: 'Errors have an error status',
    demand: 'A body of the documented error shape MUST NOT come with a status below 400.',
    pointer: pointers.unauthorized,
    why: 'Clients, proxies and monitoring read the status first. An error with status 200 is cached, counted as a success, and its body is treated as data.',
    checked:
      'No response of the run below 400 has a body of the documented error shape, unless the documented success response has that shape too.',
    failure:
      'A handler returns its error as an ordinary value and the status is never set. GraphQL-like gateways and older RPC frameworks often do this.',
    fix: 'Derive the status from the error in the one place where errors become responses, so that no handler can forget it.',
    references: ['RFC 9110 §15.5'],
  }),
  'errors/shape': promised('errors', 'SHOULD', {
    title: 'Undocumented errors share the documented shape',
    demand: 'Errors that the document does not describe SHOULD have the same shape as those that it does.',
    pointer: pointers.unauthorized,
    why: 'A client should need one piece of code to read errors. If a 404 looks different from a 401, every client adds a second one, mostly after an incident.',
    checked: 'Each undocumented response with a status of 400 or more has every member of a documented error, with the same type.',
    fair: 'Any status, any error code and additional members pass. A response that is not an error is not checked.',
    failure: 'The default error pages of the router or framework were never replaced: unknown path, unknown method, unreadable body.',
    fix: 'Register handlers for unknown routes, wrong methods and unreadable bodies that respond in the documented shape. Describe those errors in the document.',
    references: ['RFC 9457 §3'],
  }),
  'errors/server-error': standard('errors', 'MUST', {
    title: 'No request causes a server error',
    demand: 'The server MUST NOT answer any request of the run, however malformed, with a server error.',
    reference: 'RFC 9110 §15.5, §15.6',
    why: 'A status of 500 or more says that the server is at fault, and clients retry. Input that causes it can often also crash the server or make it skip a check.',
    checked: 'The status of every response of the run is below 500.',
    fair: '501 passes for a method that the document declares nowhere. 502, 503 and 504 come from gateways and decide nothing; nor does a server error that is gone when a safe request is sent again.',
    failure:
      'An exception was not caught. The exchange in the report shows the request; the cause belongs in the server log, not in the response.',
    fix: 'Reject unreadable input before it reaches a handler. Catch everything else in one last place that responds without details and, in doubt, rejects.',
    references: ['ASVS 5.0 16.5.3', 'ASVS 5.0 16.5.4', 'OWASP API8:2023'],
  }),
} as const;
