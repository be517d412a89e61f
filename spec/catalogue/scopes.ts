import { pointers } from './pointers.ts';
import { promised } from './requirement.ts';

export const scopesRequirements = {
  'scopes/granted': promised('scopes', 'MUST', {
    title: 'Granted scopes allow the operation',
    demand: 'The server MUST NOT reject a principal whose scopes satisfy the operation.',
    pointer: pointers.security,
    why: 'If a credential can do less than its scopes state, users request broader ones until it works. In the end every credential holds every scope.',
    checked: 'For every operation and every principal that holds the scope itself, the response is neither 401 nor 403.',
    fair: '404 or 405 passes for an operation that the documentation only implies. The target is then assumed not to have it.',
    failure:
      'The server requires a different scope than documented, or more than one. Compare the operation’s `security` with the rule in the code, and compare the principals to see which combination fails.',
    fix: 'Read the required scopes from the document, or generate both from one table. Within one alternative all scopes are required; of several alternatives one is enough.',
    references: ['RFC 6750 §3.1'],
  }),
  'scopes/implied': promised('scopes', 'MUST', {
    title: 'Implied scopes allow the operation',
    demand: 'The server MUST accept a scope wherever it accepts the scopes that it is documented to imply.',
    pointer: pointers.implies,
    why: 'A user with one scope for full access does not request the others, and is then locked out.',
    checked: 'For every operation and every principal that is allowed only through implied scopes, the response is neither 401 nor 403.',
    fair: '404 or 405 passes for an operation that the documentation only implies.',
    failure: 'Scopes are compared literally. The broad scope is not expanded, or not everywhere.',
    fix: 'Expand the scopes of a credential once, at authentication, following all implications. After that, compare only expanded sets.',
  }),
  'scopes/missing': promised('scopes', 'MUST', {
    title: 'Missing scopes are rejected',
    demand:
      'The server MUST reject a principal whose scopes do not satisfy the operation with 403; a scope implies another only where documented.',
    critical: true,
    pointer: pointers.security,
    why: 'Narrow credentials limit the damage of a leak. That works only if the server rejects everything else on every operation, including those rarely tested by hand.',
    checked: 'For every operation and every principal without the scope, the status is the documented one.',
    fair: '404 passes where the path names an object, because a server may hide objects of other callers. The order of the rejections does not matter.',
    failure:
      'A success is a security hole: the operation is open to every credential, or a scope implies more than documented. An unexpected error status makes clients mistake a missing permission for a bad key or a missing object.',
    fix: 'Deny by default and attach the required scopes to the route, so that a new operation without any is closed. Let a scope include only the scopes that the document lists.',
    references: ['RFC 9110 §15.5.4', 'RFC 6750 §3.1', 'OWASP API5:2023', 'ASVS 5.0 8.2.1'],
  }),
  'scopes/error-body': promised('scopes', 'MUST', {
    title: 'Scope errors have the documented body',
    demand: 'A 403 response for a missing scope MUST have the documented media type and a body that matches its schema.',
    pointer: pointers.forbidden,
    why: 'The code shows a client whether a different credential would help. Without it, the 403 looks like that of a firewall or a suspended account.',
    checked: 'The media type and body of each 403 are compared with the media type and schema that the operation documents.',
    fair: 'Additional members pass if the schema does not forbid them.',
    failure:
      'A different layer rejects the request first, or the error code differs between operations. Compare the body with the schema at the reported location.',
    fix: 'Generate the error response in one place for all operations, from the documented body.',
  }),
  'scopes/error-message': promised('scopes', 'SHOULD', {
    title: 'Scope errors have the documented message',
    demand: 'A 403 response for a missing scope SHOULD have the same wording as the documented example.',
    pointer: pointers.forbidden,
    why: 'Developers paste the message into a search engine. It should lead to the documentation and reveal nothing more.',
    checked: 'Each text of the documented example that the schema leaves open is compared with the text in the same place of the response.',
    failure:
      'The wording changed in the server or in the document, or it names the missing scope. Clients that use the error code keep working, so this is a warning.',
    fix: 'Use the documented wording, or update the example in the document. The missing scope can go into the challenge.',
  }),
  'scopes/forbidden-write': promised('scopes', 'MUST', {
    title: 'Forbidden writes change nothing',
    demand: 'An update or deletion that is rejected for a missing scope MUST NOT change the object.',
    critical: true,
    pointer: pointers.security,
    why: 'A rejection that is sent after the write protects nothing. A test that checks only the status never notices.',
    checked: 'A permitted caller reads the object before and after the rejected attempt, and status and body are the same.',
    fair: 'Members that change with every read, such as an access time, pass. They already differ between two reads before the attempt.',
    failure:
      'The permission is checked after the handler has run, or in a layer that only wraps the response. Look for side effects before the check, including middleware that validates or audits.',
    fix: 'Check the scope before the body is read or applied. If a request makes several writes, use a transaction that the rejection rolls back.',
    references: ['OWASP API5:2023', 'ASVS 5.0 8.2.1', 'ASVS 5.0 8.3.1'],
  }),
} as const;
