import { pointers } from '../pointers.ts';
import { promised, standard } from '../requirement.ts';

export const envelope = {
  'envelope/bodies-are-of-their-media-type': promised('envelope', 'MUST', {
    says: 'Every answer with content names its media type, and what calls itself JSON is JSON.',
    pointer: pointers.operations,
    why: 'Clients choose the parser by `Content-Type`. A page of HTML under the name of JSON turns a clear refusal into a parse error far away from its cause.',
    checked: 'Every answer of the run that has content: there is a `Content-Type`, and a JSON type comes with a body that parses.',
    fair: 'What the layer that ends TLS says to plain HTTP; transport/plain-http-refusal-has-the-documented-body is about that.',
    failure:
      'Some layer writes bodies of its own: an error page of a proxy, a debug page, an exception caught too late. The reported operation and status say which way the request went.',
    fix: 'Give every error path, also those of the proxy and of the framework, the documented body and media type; serialise with a JSON library and never by joining strings.',
    references: ['RFC 9110 §8.3', 'RFC 8259 §2', 'ASVS 5.0 4.1.1'],
  }),
  'envelope/errors-have-an-error-status': promised('envelope', 'MUST', {
    says: 'A body of the documented error shape never comes with a status below 400.',
    pointer: pointers.unauthorized,
    why: 'Clients, proxies and monitoring look at the status first. An error under 200 is cached, counted as a success, and its body is taken for data.',
    checked:
      'No answer of the run below 400 has a body of the shape of the documented errors, unless the documented success has that shape too.',
    failure:
      'A handler returns its error as an ordinary value and nobody sets the status; GraphQL-like gateways and older RPC frameworks do so as a rule.',
    fix: 'Derive the status from the error in one place, where errors become answers, so that no handler can forget it.',
    references: ['RFC 9110 §15.5'],
  }),
  'envelope/other-errors-share-the-shape': promised('envelope', 'SHOULD', {
    says: 'Errors that the document does not describe have the shape of those that it does.',
    pointer: pointers.unauthorized,
    why: 'A client should need one piece of code to read errors. Where a 404 looks unlike a 401, every client grows a second one, mostly after an incident.',
    checked:
      'Each answer of 400 or more that the document does not describe has every member of a documented error, each of the same type.',
    fair: 'Any status and any code; further members. An answer that is no error is not judged.',
    failure:
      'The error pages of the router or of the framework were never replaced: no such path, no such method, a body that cannot be parsed.',
    fix: 'Register handlers for unknown routes, wrong methods and unreadable bodies that answer in the documented shape, and describe those errors in the document.',
    references: ['RFC 9457 §3'],
  }),
  'envelope/nothing-is-a-server-error': standard('envelope', 'MUST', {
    says: 'No request of the run, however malformed, is answered with a server error.',
    reference: 'RFC 9110 §15.5, §15.6',
    why: 'A status of 500 or more says that the server is at fault, and clients try again. Input that brings a server down to it is often the way to bring it down altogether, or to have it skip a check.',
    checked: 'The status of every answer of the run is below 500.',
    fair: '501 to a method that the document declares nowhere, and 503 from a server that is busy, which leaves it undecided.',
    failure:
      'An exception got through. The exchange in the report shows the request; what it was belongs in the log of the server, not in the answer.',
    fix: 'Refuse what cannot be read before it reaches a handler, and catch everything else in one last place that answers without details and, in doubt, refuses.',
    references: ['ASVS 5.0 16.5.3', 'ASVS 5.0 16.5.4', 'OWASP API8:2023'],
  }),
} as const;
