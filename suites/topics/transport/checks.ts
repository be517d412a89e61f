import type { Contract } from '../../../spec/contract.ts';
import type { transportRequirements as rows } from '../../../spec/catalogue/transport.ts';
import { headerValue, headerValues } from '../../../spec/message.ts';
import { excerpt, expectDocumentedBody, expectDocumentedWords, expectStatus, hasWords, replyOf } from '../../expectations/answer.ts';
import { directivesOf } from '../../expectations/directives.ts';
import { isSentToHttps } from '../../expectations/redirect.ts';
import { steadyPart } from '../../expectations/steady.ts';
import type { Evidence, Observation } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import type { Reply } from '../../http/target.ts';
import {
  blocked,
  check,
  describes,
  inconclusive,
  notApplicable,
  type Check,
  type Judgement,
  type CheckContext,
  type AnyMismatch,
  type AnyUndecided,
} from '../../engine/check.ts';
import { forwardedProto } from './forwarded-proto.ts';
import { plainHttp } from './plain-http.ts';
import { plainHttpCredentials } from './plain-http-credentials.ts';
import { tlsHandshake } from './tls-handshake.ts';
import { unknownCredentials } from '../credentials/unknown-credentials.ts';

const httpsOnly = (contract: Contract) => contract.secureOnly || 'the document does not declare that HTTPS is all it serves';

export const transportChecks: { readonly [id in keyof typeof rows]: Check } = {
  'transport/plain-http': {
    scenario: plainHttp,
    applies: httpsOnly,
    tolerates: ['trouble'],
    judge: ({ probes: [probe] }, context) => {
      if (probe!.trouble) return closedPort(probe!.trouble, context) ?? [];
      const { status } = replyOf(probe);
      if (status === 401 && context.contract.insecure.status !== 401) {
        const actual = '401: the request went on to authentication';
        return [{ reason: 'authenticated instead of refused', where: '$statusCode', expected: 'a refusal of plain HTTP', actual }];
      }
      if (!context.contract.insecureStated && isSentToHttps(replyOf(probe))) return [];
      return status >= 400 && status < 500 ? [] : expectStatus(probe!, [context.contract.insecure.status]);
    },
  },
  'transport/plain-http-redirect': {
    scenario: plainHttp,
    applies: (contract) =>
      contract.insecureStated ? 'the document states how plain HTTP is refused: see transport/plain-http' : httpsOnly(contract),
    tolerates: ['trouble'],
    judge: ({ probes: [probe] }) => {
      if (probe!.trouble) return notApplicable('plain HTTP is refused without an answer');
      const reply = replyOf(probe);
      if (!isSentToHttps(reply)) return [];
      const actual = `${reply.status} to ${headerValue(reply.headers, 'location')}`;
      return [{ reason: 'redirected instead of refused', where: '$statusCode', expected: 'a refusal of plain HTTP', actual }];
    },
  },
  'transport/plain-http-body': {
    scenario: plainHttp,
    applies: (contract) => and(httpsOnly(contract), describes([contract.insecure], 'the refusal of plain HTTP')),
    tolerates: ['trouble'],
    judge: (observation, context) =>
      refusalOverHttp(observation) ?? expectDocumentedBody(context, observation.probes[0]!, context.contract.insecure),
  },
  'transport/plain-http-message': {
    scenario: plainHttp,
    applies: (contract) => and(httpsOnly(contract), hasWords(contract.insecure) || 'the document gives no example of it'),
    tolerates: ['trouble'],
    judge: (observation, context) =>
      refusalOverHttp(observation) ?? expectDocumentedWords(context, observation.probes[0]!, context.contract.insecure),
  },
  'transport/plain-http-status': {
    scenario: plainHttp,
    applies: (contract) => and(httpsOnly(contract), statesStatus(contract) || 'the document does not state it'),
    tolerates: ['trouble'],
    judge: (observation, context) =>
      refusalOverHttp(observation) ?? expectStatus(observation.probes[0]!, [context.contract.insecure.status]),
  },
  'transport/plain-http-403': {
    scenario: plainHttp,
    applies: (contract) =>
      statesStatus(contract) && contract.insecure.status !== 403
        ? `the document says that it is answered with ${contract.insecure.status}`
        : httpsOnly(contract),
    tolerates: ['trouble'],
    judge: (observation, { contract }) => {
      const reply = observation.probes[0]!.reply;
      if (!contract.insecureStated && reply && isSentToHttps(reply)) {
        return notApplicable('plain HTTP is redirected: see transport/plain-http-redirect');
      }
      return refusalOverHttp(observation) ?? expectStatus(observation.probes[0]!, [403]);
    },
  },
  'transport/plain-http-uniform-response': {
    scenario: plainHttpCredentials,
    applies: httpsOnly,
    tolerates: ['trouble'],
    judge: ({ probes: [unknown, again, good] }) => {
      const troubled = [unknown, again, good].find((probe) => probe!.trouble);
      if (troubled) return notApplicable(`plain HTTP is not answered: ${troubled.trouble!.says}`);
      if (isSuccess(unknown!)) return notApplicable('plain HTTP is not refused: see transport/plain-http');
      const steady = steadyPart(replyOf(unknown), replyOf(again)) ?? (() => undefined);
      const [told, tells] = [unknown, good].map((probe) => appearance(replyOf(probe), steady));
      const where = Object.keys(told!).find((place) => tells![place] !== told![place]);
      if (where === undefined) return [];
      const reason = 'a good credential is told from an unknown one';
      return [{ reason, where, expected: excerpt(told![where]!), actual: excerpt(tells![where]!) }];
    },
  },
  'transport/hsts': check(unknownCredentials, {
    applies: httpsOnly,
    of: ({ kind }) => kind === 'missing',
    judge: ({ probes: { call }, controls: [served] }) => [served, call].flatMap((probe) => (probe ? securedForLong(probe) : [])),
  }),
  'transport/hsts-over-plain-http': {
    scenario: plainHttp,
    applies: httpsOnly,
    tolerates: ['trouble', 'control'],
    judge: ({ probes: [probe] }) => {
      if (probe!.trouble) return notApplicable('plain HTTP is refused without an answer');
      const value = headerValue(replyOf(probe).headers, hsts);
      return value === undefined ? [] : [{ reason: 'told over plain HTTP', where: hstsPlace, expected: 'no such field', actual: value }];
    },
  },
  'transport/forwarded-proto': {
    scenario: forwardedProto,
    applies: httpsOnly,
    tolerates: ['trouble'],
    judge: ({ probes: [plain, probe], case: testCase }, context) => {
      if (plain!.trouble) return closedPort(plain!.trouble, context) ?? notApplicable('plain HTTP is refused without an answer');
      if (!isRefusal(plain!, context)) return notApplicable('plain HTTP is not refused: see transport/plain-http');
      if (probe!.trouble) return probe!.trouble.kind === 'closed' ? [] : inconclusive(`no answer over plain HTTP: ${probe!.trouble.says}`);
      if (isRefusal(probe!, context)) return [];
      const expected = `${replyOf(plain).status}, as without the field`;
      return [
        { reason: `the field is believed (${testCase.variant})`, where: '$statusCode', expected, actual: String(replyOf(probe).status) },
      ];
    },
  },
  'transport/certificate': {
    scenario: tlsHandshake,
    applies: httpsOnly,
    of: ({ variant }) => variant === 'verified',
    judge: ({ facts }, { settings }) => {
      if (settings.tls.insecure) return inconclusive('certificates are not verified in this run', 'tls.ca instead of tls.insecure');
      if (facts?.['agreed']) return [];
      return [{ reason: 'the handshake failed', expected: 'a certificate that verifies', actual: String(facts?.['says']) }];
    },
  },
  'transport/old-tls': {
    scenario: tlsHandshake,
    applies: httpsOnly,
    of: ({ variant }) => variant !== 'verified',
    judge: ({ facts, case: testCase }) => {
      if (facts?.['agreed'])
        return [{ reason: 'an old version was negotiated', expected: 'a refused handshake', actual: `${testCase.variant} agreed` }];
      return facts?.['trouble'] === 'timeout' ? inconclusive(String(facts['says'])) : [];
    },
  },
};

/** Whether the document says with which status plain HTTP is refused, assumed or not. */
const statesStatus = ({ insecure, insecureStated }: Contract) => insecure.documented || insecureStated;

const and = (one: true | string, other: true | string): true | string => (one === true ? other : one);

const hsts = 'strict-transport-security';
const hstsPlace = '$response.header.Strict-Transport-Security';
/** A year, in seconds. @see RFC 6797 §6.1.1 */
const year = 31_536_000;

/** One field that can be parsed and holds for a year. */
function securedForLong(probe: Evidence): readonly AnyMismatch[] {
  const lines = headerValues(replyOf(probe).headers, hsts);
  const age = directivesOf(replyOf(probe).headers, hsts, ';').get('max-age');
  const expected = `max-age=${year}, or more`;
  const told = { where: hstsPlace, expected, actual: lines.join(', ') || 'no such field' };
  if (lines.length !== 1)
    return [{ reason: `${lines.length === 0 ? 'no' : 'more than one'} field on a ${replyOf(probe).status}`, ...told }];
  if (age === undefined || !/^\d+$/.test(age)) return [{ reason: 'no lifetime', ...told }];
  return Number(age) >= year ? [] : [{ reason: 'a lifetime that is too short', ...told }];
}

/** What of an answer could tell one credential from another, by place. */
function appearance(reply: Reply, steady: (reply: Reply) => string | undefined): { readonly [place: string]: string } {
  const names = reply.headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  return {
    $statusCode: String(reply.status),
    '$response.header': [...new Set(names)].toSorted().join(', '),
    '$response.body': steady(reply) ?? '',
  };
}

/** Whether plain HTTP was refused for what it is. */
function isRefusal(probe: Observation['probes'][number], { contract }: CheckContext): boolean {
  const { status } = replyOf(probe);
  return status >= 400 && status < 500 && (status !== 401 || contract.insecure.status === 401);
}

/** A closed port refuses everything, if plain HTTP would have been answered there. */
function closedPort(trouble: NonNullable<Observation['probes'][number]['trouble']>, { settings }: CheckContext): AnyUndecided | undefined {
  if (trouble.kind !== 'refused' && trouble.kind !== 'closed')
    return inconclusive(`no answer over plain HTTP: ${trouble.says}`, 'httpTarget');
  const { port, protocol } = new URL(settings.target);
  const usualPort = protocol === 'https:' && port === '';
  if (settings.httpTargetGiven || usualPort) return undefined;
  return blocked(
    `nothing listens at ${settings.httpTarget}, which is only a guess`,
    'httpTarget: where the target would answer plain HTTP',
  );
}

/** What a refusal looks like can only be told of one that was an answer. */
function refusalOverHttp({ probes: [probe] }: Observation): Judgement | undefined {
  if (probe!.trouble) return notApplicable('plain HTTP is refused without an answer');
  const { status } = replyOf(probe);
  return status >= 400 && status < 500 ? undefined : inconclusive(`plain HTTP was not refused but answered with ${status}`);
}
