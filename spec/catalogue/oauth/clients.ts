import { standard } from '../requirement.ts';

export const oauthClientsRequirements = {
  'oauth/wrong-client-secret': standard('oauth', 'MUST', {
    title: 'Wrong client secrets are rejected',
    demand: 'The token endpoint MUST reject a client whose required secret is wrong or missing with `invalid_client`, and issue no token.',
    critical: true,
    reference: 'RFC 6749 §3.2.1, §5.2',
    why: 'The secret distinguishes the client from an attacker who found a code in a log or a browser history. A server that does not compare it issues tokens to both.',
    checked:
      'A live code with a wrong secret gets no token. The error is `invalid_client`, also for a made-up code with a wrong secret or without one.',
    fair: '401 or 400 passes for a secret in the body, with any description.',
    failure:
      'A token means that the secret is never compared, or that a missing one passes. `invalid_grant` means that the code is checked before the client, so that strangers can try codes.',
    fix: 'Authenticate the client first, and compare the hash of its secret in constant time. Treat a missing secret as a wrong one unless the client is registered as public.',
    references: ['RFC 6749 §2.3.1', 'RFC 9700 §2.5', 'ASVS 5.0 10.4.10', 'OWASP API2:2023'],
  }),
  'oauth/code-after-wrong-secret': standard('oauth', 'SHOULD', {
    title: 'Wrong secrets do not spend the code',
    demand: 'The token endpoint SHOULD leave the code valid when it rejects a request because of its secret.',
    reference: 'RFC 6749 §3.2.1, §4.1.2',
    why: 'Otherwise anyone who sees a code can make it useless. A client with a temporarily wrong secret has to ask its user again.',
    checked: 'After a wrong secret, the right one gets tokens for the same code.',
    fair: 'A server may end a code at any sign of misuse, so this is a warning.',
    failure: '`invalid_grant` the second time means that the code is removed from the store before the client is authenticated.',
    fix: 'Authenticate first. Remove the code from the store as the last step, in one operation with issuing the tokens.',
  }),
  'oauth/basic-authentication': standard('oauth', 'MUST', {
    title: 'HTTP Basic client authentication is accepted',
    demand: 'The token endpoint MUST accept HTTP Basic from a client with a secret, with the id and secret form-encoded.',
    reference: 'RFC 6749 §2.3.1',
    why: 'It is the one method that the standard requires of every server. Libraries try it first.',
    checked:
      'The right secret by Basic with a made-up code gets `invalid_grant`, or another error that presupposes a known client, and not `invalid_client`.',
    fair: 'The requirement does not apply if the metadata lists the server’s authentication methods without Basic. It also does not apply to a client registered only for another method if the server says so.',
    failure:
      '`invalid_client` means that the header is not read, or that its parts are not decoded, which affects only secrets with special characters. Try another client to find out which.',
    fix: 'Read `Authorization: Basic`, decode base64, split at the first colon, and form-decode both parts.',
    references: ['RFC 8414 §2'],
  }),
  'oauth/basic-challenge': standard('oauth', 'MUST', {
    title: 'Failed Basic authentication gets a challenge',
    demand: 'The token endpoint MUST answer a client that fails HTTP Basic authentication with 401 and a Basic challenge.',
    reference: 'RFC 6749 §5.2',
    why: 'RFC 6749 and HTTP both require it. HTTP libraries treat a 401 without a challenge as a broken server.',
    checked: 'A wrong secret by Basic gets 401, a `WWW-Authenticate` header that names `Basic`, and `invalid_client`.',
    fair: 'Further challenges pass. Secrets in the body may get 400.',
    failure:
      '400 means that the server responds as for a secret in the body. A Bearer challenge means that the API’s own error handler responds instead of the endpoint.',
    fix: 'Return `invalid_client` with 401 and `WWW-Authenticate: Basic realm="…"` whenever the request has an `Authorization` header.',
    references: ['RFC 9110 §11.6.1', 'RFC 9110 §15.5.2'],
  }),
  'oauth/unknown-client': standard('oauth', 'SHOULD', {
    title: 'Unknown clients look like wrong secrets',
    demand: 'The token endpoint SHOULD reject an unknown client with the same response as a client with a wrong secret.',
    reference: 'RFC 6749 §5.2',
    why: 'Two different responses reveal which client ids exist. They are not secret, but they are half of what a guess needs.',
    checked:
      'Status, media type and body of the two error responses are the same, apart from the sent id and values that change in every response.',
    fair: 'Ids and times of the request may differ. The description may repeat the sent client id.',
    failure:
      'The code has two branches: one description is "client not found" and the other "bad credentials", or one status is 400 and the other 401.',
    fix: 'Reject both in one place, and compare a secret even if the client is unknown.',
    references: ['ASVS 5.0 6.3.8', 'ASVS 5.0 16.5.1'],
  }),
  'oauth/multiple-client-authentication': standard('oauth', 'MUST', {
    title: 'Two client authentications are rejected',
    demand: 'The token endpoint MUST reject a request that authenticates its client in two ways at once.',
    reference: 'RFC 6749 §2.3, §5.2',
    why: 'Only one of the two secrets is checked. A filter in front may then check another one than the server.',
    checked:
      'Basic and body together, both right, with a made-up code get an error other than `invalid_grant`, which would show that the request was processed.',
    fair: '`invalid_request` or `invalid_client` passes, with 400 or 401. The client id in the body beside Basic, without a secret, is not a second authentication.',
    failure: '`invalid_grant` means that the first matching method is used. Most servers never look for a second one.',
    fix: 'Collect everything that could authenticate the client, and reject the request if there is more than one.',
    references: ['ASVS 5.0 15.3.7'],
  }),
  'oauth/secret-in-url': standard('oauth', 'MUST', {
    title: 'Client secrets in the URL are rejected',
    demand: 'The token endpoint MUST NOT authenticate a client by a secret in the URL.',
    critical: true,
    reference: 'RFC 6749 §2.3.1',
    why: 'URLs are kept in the logs of every server on the way. A secret that is accepted there will be sent there, and it gives access to all users of the client.',
    checked:
      'The id and secret are in the query and a made-up code is in the body. The error is not `invalid_grant`, which would show that the client was authenticated.',
    fair: '`invalid_request`, `invalid_client` or any other error response passes.',
    failure:
      'The framework merges query and form into one set of parameters. The code and the refresh token are then accepted in the URL too.',
    fix: 'Read the parameters of this endpoint only from the form, and reject a secret in the query even beside a valid one. Replace secrets that were sent this way.',
    references: ['ASVS 5.0 14.2.1', 'ASVS 5.0 15.3.7', 'OWASP API2:2023'],
  }),
} as const;
