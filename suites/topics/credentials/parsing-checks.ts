import type { parsingRequirements as rows } from '../../../spec/catalogue/parsing.ts';
import type { Contract } from '../../../spec/contract.ts';
import { expectStatus, replyOf } from '../../expectations/answer.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { anySecured, inconclusive, notApplicable, type Check } from '../../engine/check.ts';
import { headerNotations } from './header-notations.ts';
import { oversizedCredentials } from './oversized-credentials.ts';
import { partialCredentials } from './partial-credentials.ts';
import { tokenCharacters } from './token-characters.ts';

const inAuthorization = (contract: Contract) =>
  contract.schemes.some(({ kind }) => kind === 'bearer' || kind === 'basic') || 'no declared scheme uses the Authorization field';

const bearerTokens = (contract: Contract) =>
  contract.schemes.some(({ kind }) => kind === 'bearer') || 'no declared scheme has bearer tokens';

/** A good credential is served as with its usual field. */
const accepted = (...variants: readonly string[]): Check => ({
  scenario: headerNotations,
  applies: inAuthorization,
  of: ({ variant }) => variants.includes(variant ?? ''),
  control: 'required',
  judge: ({ probes: [probe], controls: [control] }) => {
    if (isSuccess(probe!)) return [];
    const { status } = replyOf(probe);
    const expected = `${replyOf(control).status}, as with the usual field`;
    return [{ reason: 'a good credential is refused', where: '$statusCode', expected, actual: String(status) }];
  },
});

/** What a server answers to a credential that is too long. */
const tooLong = [400, 401, 403, 413, 414, 431];

export const parsingChecks: { readonly [id in keyof typeof rows]: Check } = {
  'credentials/scheme-case': accepted('small-letters', 'capitals', 'mixed-letters'),
  'credentials/multiple-spaces': accepted('two-spaces'),
  'credentials/tab-separator': {
    ...accepted('tab'),
    judge: ({ probes: [probe] }) => expectStatus(probe!, [401, 400]),
  },
  'credentials/token-characters': {
    scenario: tokenCharacters,
    applies: bearerTokens,
    control: 'required',
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: [probe] }) => {
      const { trouble, reply } = probe!;
      if (trouble) return trouble.kind === 'closed' ? [] : inconclusive(`no answer: ${trouble.says}`);
      if (reply!.status >= 500) return notApplicable(`answered with ${reply!.status}: there is no refusal to judge`);
      return expectStatus(probe!, [401, 400]);
    },
  },
  'credentials/too-long': {
    scenario: oversizedCredentials,
    applies: (contract) =>
      contract.schemes.some(({ kind }) => ['bearer', 'basic', 'header'].includes(kind)) ||
      'no credential of the document travels in a header',
    control: 'required',
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: [probe] }) => {
      if (!probe!.trouble) return expectStatus(probe!, tooLong);
      const { kind, says } = probe!.trouble;
      if (kind === 'closed') return [];
      return kind === 'timeout'
        ? [{ reason: 'not refused in time', expected: 'a refusal', actual: says }]
        : inconclusive(`no answer: ${says}`);
    },
  },
  'credentials/two-places': {
    scenario: headerNotations,
    applies: bearerTokens,
    of: ({ variant }) => variant === 'and-in-the-query',
    control: 'required',
    judge: ({ probes: [probe] }) => expectStatus(probe!, [400, 401]),
  },
  'credentials/partial': {
    scenario: partialCredentials,
    applies: (contract) =>
      contract.operations.some(({ security }) => security.some(({ requirements }) => requirements.length > 1))
        ? anySecured(contract)
        : 'no operation of the document asks for several credentials at once',
    control: 'required',
    judge: ({ probes: [probe] }) => expectStatus(probe!, [401, 400, 403]),
  },
};
