import { standard } from '../requirement.ts';

export const grantsClients = {
  'grants/wrong-client-secret-is-refused': standard('grants', 'MUST', {
    says: 'A client with a wrong secret, or without the secret that it has, is refused with `invalid_client`, and gets no token.',
    critical: true,
    reference: 'RFC 6749 §3.2.1, §5.2',
    why: 'The secret is all that tells the client apart from somebody who found a code in a log or a history. A server that does not compare it gives tokens to both.',
    checked:
      'A live code with a wrong secret gives no token. Of it, of an invented code with a wrong secret, and of one without any, the error is `invalid_client`.',
    fair: '401 or 400, for a secret in the body. Any description.',
    failure:
      'A token: the secret is never compared, or an absent one passes. `invalid_grant`: the code is looked at before the client, so that a stranger can try codes out.',
    fix: 'Authenticate the client first and completely, compare the hash of its secret in constant time, and take the absence of a secret for a wrong one unless the client is registered as public.',
    references: ['RFC 6749 §2.3.1', 'RFC 9700 §2.5', 'ASVS 5.0 10.4.10', 'OWASP API2:2023'],
  }),
  'grants/wrong-secret-spends-no-code': standard('grants', 'SHOULD', {
    says: 'A token request that is refused for its secret leaves the code as it was.',
    reference: 'RFC 6749 §3.2.1, §4.1.2',
    why: 'Otherwise anybody who sees a code pass by can make it useless, and a client that has the wrong secret for a moment has to trouble its user again.',
    checked: 'After a wrong secret, the right one gets tokens for the same code.',
    fair: 'A server may end a code at any sign of misuse, which is why this is a warning.',
    failure: '`invalid_grant` the second time: the code is taken out of the store before the client is authenticated.',
    fix: 'Authenticate first; take the code out of the store as the last step, in one operation with the giving of the tokens.',
    references: [],
  }),
  'grants/basic-authentication-is-accepted': standard('grants', 'MUST', {
    says: 'A client with a secret can authenticate by HTTP Basic, its id and secret encoded as a form encodes them.',
    reference: 'RFC 6749 §2.3.1',
    why: 'It is the one way that the standard asks every server for, and the first one that libraries try.',
    checked:
      'The right secret by Basic with an invented code is answered with `invalid_grant`, or anything else that presupposes a known client, and not with `invalid_client`.',
    fair: 'Not asked of a server whose metadata lists its ways of authentication without this one, nor of a client that the server has registered for another one alone and says so.',
    failure:
      '`invalid_client`: the header is not read at all, or its parts are not decoded, which shows only with secrets that have special characters. Try another client to tell the two apart.',
    fix: 'Read `Authorization: Basic`, decode base64, split at the first colon, and decode both parts as form values.',
    references: ['RFC 8414 §2'],
  }),
  'grants/failed-basic-is-challenged': standard('grants', 'MUST', {
    says: 'A client that fails to authenticate by HTTP Basic is answered with 401 and a challenge for Basic.',
    reference: 'RFC 6749 §5.2',
    why: 'The standard and HTTP agree here: who tried the header is answered in the header. HTTP libraries take a 401 without a challenge for a broken server.',
    checked: 'A wrong secret by Basic is answered with 401, a `WWW-Authenticate` field that names `Basic`, and `invalid_client`.',
    fair: 'Other challenges beside it. Secrets in the body, which may be answered with 400.',
    failure:
      '400: the same answer as for a secret in the body. A challenge for Bearer: the API’s own refusal answers in the endpoint’s place.',
    fix: 'Answer `invalid_client` with 401 and `WWW-Authenticate: Basic realm="…"` whenever the request has an `Authorization` field.',
    references: ['RFC 9110 §11.6.1', 'RFC 9110 §15.5.2'],
  }),
  'grants/unknown-client-is-told-as-a-wrong-secret': standard('grants', 'SHOULD', {
    says: 'An unknown client is refused as one with a wrong secret is.',
    reference: 'RFC 6749 §5.2',
    why: 'Two different answers tell a stranger which client ids exist. They are no secrets, but half of what a guess needs.',
    checked: 'Status, media type and body of the two refusals are the same, the id that was sent and whatever is new in each answer aside.',
    fair: 'Ids and times of the request. A description that repeats the client id that was sent.',
    failure: 'A description such as "client not found" beside "bad credentials", or 400 beside 401: two branches of the code, two answers.',
    fix: 'Refuse both from one place, and compare a secret against something even where the client is unknown.',
    references: ['ASVS 5.0 6.3.8', 'ASVS 5.0 16.5.1'],
  }),
  'grants/one-client-authentication-in-a-request': standard('grants', 'MUST', {
    says: 'A request that authenticates its client in two ways at once is refused.',
    reference: 'RFC 6749 §2.3, §5.2',
    why: 'Of two secrets, one is looked at and the other not. What a filter in front checked may then not be what the server acts on.',
    checked:
      'Basic and body together, both right, with an invented code: refused with another code than `invalid_grant`, which would show that the request was acted on.',
    fair: '`invalid_request` or `invalid_client`, 400 or 401. The client id in the body beside Basic, without a secret, is no second authentication.',
    failure: '`invalid_grant`: the first way that fits is taken. Most servers never look for a second one.',
    fix: 'Collect everything that could authenticate the client, and refuse if it is more than one.',
    references: ['ASVS 5.0 15.3.7'],
  }),
  'grants/secret-in-the-url-is-refused': standard('grants', 'MUST', {
    says: 'The secret of a client does not authenticate it from the URL of the token endpoint.',
    critical: true,
    reference: 'RFC 6749 §2.3.1',
    why: 'URLs are kept in the logs of every server on the way. What is accepted there will be sent there, and a client’s secret opens the door for all its users.',
    checked:
      'Id and secret in the query, an invented code in the body: the error is not `invalid_grant`, which would show that the client was authenticated.',
    fair: '`invalid_request` or `invalid_client`, or any other refusal.',
    failure:
      'The framework merges query and form into one set of parameters. What holds for the secret then holds for the code and the refresh token too.',
    fix: 'Read the parameters of this endpoint from the form alone, and refuse a secret in the query even beside a good one. Replace secrets that were sent so.',
    references: ['ASVS 5.0 14.2.1', 'ASVS 5.0 15.3.7', 'OWASP API2:2023'],
  }),
} as const;
