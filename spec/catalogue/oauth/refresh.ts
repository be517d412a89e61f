import { standard } from '../requirement.ts';

export const grantsRefresh = {
  'grants/refresh-never-widens': standard('grants', 'MUST', {
    says: 'A refresh gives no scope beyond those that the user granted.',
    critical: true,
    reference: 'RFC 6749 §6',
    why: 'Nobody is asked at a refresh. What it could add, a client could take for itself, long after the user agreed to something smaller.',
    checked:
      'A refresh that asks for every scope of its client, after the user granted one, is refused with `invalid_scope`; or neither the scopes that are told nor what the new token opens at the API go beyond the grant.',
    fair: 'A token with the granted scopes alone, if the answer says so. The refresh token may be spent by the attempt.',
    failure:
      'The scopes are compared with the registration of the client in place of the grant, or copied from the request. Look whether a narrowed token can be widened as well.',
    fix: 'Store the granted scopes with the refresh token, and give the common part of the two, or refuse.',
    references: ['RFC 9700 §2.3', 'ASVS 5.0 10.3.2', 'OWASP API5:2023'],
  }),
  'grants/refresh-narrows': standard('grants', 'SHOULD', {
    says: 'A refresh that asks for fewer scopes gives a token with those alone.',
    reference: 'RFC 6749 §6',
    why: 'A client that hands a token to one of its parts can give it one that does only that part’s work.',
    checked: 'A refresh for one of the granted scopes is answered with a token, and the answer names no scope beyond that one.',
    fair: 'The next refresh may give all granted scopes again, for they were granted.',
    failure:
      'The parameter is ignored, so that the token can do more than the client believes. `invalid_scope`: only the exact same list is accepted.',
    fix: 'Read `scope` at a refresh, check that it is a part of what was granted, and store it with the new token.',
    references: ['RFC 9700 §2.3'],
  }),
  'grants/refresh-token-is-bound-to-its-client': standard('grants', 'MUST', {
    says: 'A refresh token that was given to one client is worth nothing to another.',
    critical: true,
    reference: 'RFC 6749 §6, §10.4',
    why: 'Refresh tokens live for months. One that leaked must not be of use to everybody who runs any client of the same server.',
    checked: 'Another client, well authenticated, presents the refresh token: no token, `invalid_grant`.',
    fair: 'A server may end the grant at such an attempt.',
    failure: 'The client is authenticated and the token found, and nobody compares the two.',
    fix: 'Store the client with the refresh token and compare the two in the look-up itself.',
    references: ['RFC 9700 §4.14', 'OWASP API2:2023'],
  }),
  'grants/replayed-refresh-token-is-refused': standard('grants', 'SHOULD', {
    says: 'A refresh token that was replaced by a new one is refused to a client with a secret.',
    reference: 'RFC 9700 §4.14.2',
    why: 'A server that gives a new refresh token and goes on taking the old one has two of them in the world, and a copy of either goes unnoticed.',
    checked: 'The old refresh token, presented after the refresh that replaced it, gives no token; the error is `invalid_grant`.',
    fair: 'Not judged where the refresh gave no new refresh token: clients with a secret need no rotation. A few seconds in which the old one still works, for an answer that got lost, are why this is a warning.',
    failure: 'The new token is added and the old one left as it was.',
    fix: 'End the old refresh token in the same step that gives the new one, or give none.',
    references: ['RFC 6749 §10.4'],
  }),
  'grants/public-refresh-token-is-not-replayable': standard('grants', 'MUST', {
    says: 'A public client’s refresh token is replaced at every use, and the old one is refused.',
    reference: 'RFC 9700 §2.2.2, §4.14.2',
    why: 'A public client has no secret. Its refresh token alone opens the account, for as long as it lives, to whoever has a copy.',
    checked: 'A refresh gives a new refresh token, and the old one, presented again, gives no token.',
    fair: 'No refresh token for public clients at all. Servers that bind tokens to a key of the client need not replace them; clients with such a key are not tried.',
    failure:
      'The same token again: no rotation for this kind of client. The old one accepted: rotation without an end for what it replaced.',
    fix: 'Rotate for public clients, end the replaced token at once, and end all of them when it comes again.',
    references: ['RFC 6749 §10.4', 'ASVS 5.0 10.4.5', 'OWASP API2:2023'],
  }),
  'grants/refresh-replay-ends-the-family': standard('grants', 'SHOULD', {
    says: 'A replaced refresh token that comes again ends every token that came of the same grant.',
    reference: 'RFC 9700 §4.14.2',
    why: 'Two parties have had the same token. The server cannot know which of them holds the newest one, so that neither may keep it.',
    checked: 'After the old refresh token was presented again, the newest one gives no token either.',
    fair: 'Not judged where refresh tokens are not replaced. Access tokens that live on until they end.',
    failure:
      'Each token is stored by itself, and nothing leads from the old one to the newest: the thief who refreshed first keeps the account.',
    fix: 'Give all tokens of a grant its id, keep replaced ones until the grant ends, and end the grant by that id.',
    references: ['RFC 6749 §10.4', 'ASVS 5.0 10.4.5'],
  }),
} as const;
