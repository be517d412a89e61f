import type { parsingRequirements as rows } from '../../../spec/catalogue/parsing.ts';
import type { Contract } from '../../../spec/contract.ts';
import { expectStatus, replyOf } from '../../expectations/response.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { anySecured, check, inconclusive, notApplicable, type AnyCheck } from '../../engine/check.ts';
import { declareSameKey } from '../../../spec/schemes/same-key.ts';
import { declaredPlaces } from './declared-places.ts';
import { headerNotations, type NotationCase } from './header-notations.ts';
import { oversizedCredentials } from './oversized-credentials.ts';
import { partialCredentials } from './partial-credentials.ts';
import { tokenCharacters } from './token-characters.ts';

const inAuthorization = (contract: Contract) =>
  contract.schemes.some(({ kind }) => kind === 'bearer' || kind === 'basic') || 'no declared scheme uses the Authorization header';

const bearerTokens = (contract: Contract) =>
  contract.schemes.some(({ kind }) => kind === 'bearer') || 'no declared scheme has bearer tokens';

/** A valid credential is served as with its usual header. */
const accepted = (...kinds: readonly NotationCase['kind'][]): AnyCheck =>
  check(headerNotations, {
    applies: inAuthorization,
    of: ({ kind }) => kinds.includes(kind),
    control: 'required',
    judge: ({ probes: { call } }) =>
      isSuccess(call)
        ? []
        : [
            {
              code: 'valid-credential-rejected',
              at: '$statusCode',
              expected: { kind: 'status-class', classes: ['2xx'] },
              actual: replyOf(call).status,
              exchange: call.id,
            },
          ],
  });

/** The statuses for a credential that is too long. */
const tooLong = [400, 401, 403, 413, 414, 431];

export const parsingChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'credentials/scheme-case': accepted('small-letters', 'capitals', 'mixed-letters'),
  'credentials/multiple-spaces': accepted('two-spaces'),
  'credentials/tab-separator': check(headerNotations, {
    applies: inAuthorization,
    of: ({ kind }) => kind === 'tab',
    control: 'required',
    judge: ({ probes: { call } }) => expectStatus(call, [401, 400]),
  }),
  'credentials/token-characters': check(tokenCharacters, {
    applies: bearerTokens,
    control: 'required',
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: { call } }) => {
      const { trouble } = call;
      if (trouble) return trouble.kind === 'closed' ? [] : inconclusive({ code: 'no-response', trouble: trouble.message });
      const { status } = replyOf(call);
      return status >= 500 ? notApplicable({ code: 'other-status', status, wanted: '4xx' }) : expectStatus(call, [401, 400]);
    },
  }),
  'credentials/too-long': check(oversizedCredentials, {
    applies: (contract) =>
      contract.schemes.some(({ kind }) => ['bearer', 'basic', 'header'].includes(kind)) || 'no declared credential is sent in a header',
    control: 'required',
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: { call } }) => {
      if (!call.trouble) return expectStatus(call, tooLong);
      const { kind, message, later = 0 } = call.trouble;
      // Where the request is not read to its end, the reset may get ahead of the response.
      if (kind === 'closed' || (kind === 'unsteady' && !call.reply && tooLong.includes(later))) return [];
      if (kind !== 'timeout') return inconclusive({ code: 'no-response', trouble: message });
      return [
        {
          code: 'not-rejected-in-time',
          expected: { kind: 'condition', condition: 'response-in-time' },
          actual: message,
          exchange: call.id,
        },
      ];
    },
  }),
  'credentials/two-places': check(headerNotations, {
    applies: bearerTokens,
    of: ({ kind }) => kind === 'and-in-the-query',
    control: 'required',
    judge: ({ probes: { call } }) => expectStatus(call, [400, 401]),
  }),
  'credentials/partial': check(partialCredentials, {
    applies: (contract) =>
      contract.operations.some(({ security }) => security.some(({ requirements }) => requirements.length > 1))
        ? anySecured(contract)
        : 'no operation of the document needs several credentials at once',
    control: 'required',
    tolerates: ['handshake'],
    judge: ({ probes: { call } }) => (call.trouble ? [] : expectStatus(call, [401, 400, 403])),
  }),
  'credentials/declared-places': check(declaredPlaces, {
    applies: ({ schemes }) =>
      schemes.some((scheme) => schemes.some((other) => declareSameKey(scheme, other))) || 'the document declares no key in two places',
    control: 'required',
    judge: ({ probes: { call }, facts }) =>
      isSuccess(call)
        ? []
        : [
            {
              code: 'key-rejected-in-place',
              at: '$statusCode',
              expected: { kind: 'status-class', classes: ['2xx'] },
              actual: replyOf(call).status,
              exchange: call.id,
              details: { place: facts?.place ?? '' },
            },
          ],
  }),
};
