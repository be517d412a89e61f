import type { httpFieldsRequirements as rows } from '../../../spec/catalogue/http/fields.ts';
import { headerValue, headerValues } from '../../../spec/message.ts';
import { excerpt, replyOf, isOverPlainHttp } from '../../expectations/response.ts';
import { challengesIn, challengesNamed, parameterOf } from '../../expectations/challenge.ts';
import { isHttpDate, directivesOf } from '../../expectations/fields.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { anySecured, check, notApplicable, operationIn, type AnyCheck, type CheckContext, type Mismatch } from '../../engine/check.ts';
import { passive } from '../../engine/scenario.ts';
import type { Contract } from '../../../spec/contract.ts';
import type { Expectation } from '../../result/expectation.ts';
import type { MismatchCode } from '../../words/words.ts';

/** The most mismatches of one scenario that are kept. */
const most = 5;

interface ResponseRule {
  readonly applies?: (contract: Contract) => true | string;
  /** The responses that it is about: `429 response`. */
  readonly what: string;
  readonly concerns: (evidence: Evidence, context: CheckContext) => boolean;
  readonly judge: (evidence: Evidence, context: CheckContext) => readonly Mismatch[];
}

/** Judges each response of a run that a rule is about; a scenario without one is not judged. */
const each = ({ applies = anySecured, what, concerns, judge }: ResponseRule): AnyCheck =>
  check(passive, {
    applies,
    tolerates: ['trouble', '429', '5xx', 'control'],
    judge: ({ probes }, context) => {
      const concerned = probes.filter(
        (evidence) => evidence.reply !== undefined && !isOverPlainHttp(evidence, context) && concerns(evidence, context),
      );
      if (concerned.length === 0) return notApplicable({ code: 'nothing-to-check', what });
      return concerned.flatMap((evidence) => judge(evidence, context)).slice(0, most);
    },
  });

/** A mismatch in a header, or with `actual` elsewhere. */
function mismatch(evidence: Evidence, code: MismatchCode, at: string, expected: Expectation, actual = shown(evidence, at)): Mismatch {
  const details = { operation: evidence.operation ?? '', status: statusOf(evidence) };
  return { code, at, expected, ...(actual !== undefined && { actual }), exchange: evidence.id, details };
}

function shown(evidence: Evidence, at: string): string | undefined {
  const lines = headerValues(replyOf(evidence).headers, at.replace('$response.header.', ''));
  return lines.length === 0 ? undefined : lines.join(', ');
}

const statusOf = (evidence: Evidence) => replyOf(evidence).status;
const cacheControl = (evidence: Evidence) => directivesOf(replyOf(evidence).headers, 'cache-control');

/** Statuses with which a parser may reject what is not a request. */
const parserStatuses: ReadonlySet<number> = new Set([400, 408, 414, 417, 431]);

/** Of an operation of the document, and not of an authorization server. */
const isOfOperation = ({ operation }: Evidence, { contract }: CheckContext) =>
  operationIn(contract, { operation: operation ?? '' }) !== undefined;

/** Of an operation that takes client certificates alone, for which there is no challenge. */
function takesOnlyCertificates({ operation }: Evidence, { contract }: CheckContext): boolean {
  const { security = [] } = operationIn(contract, { operation: operation ?? '' }) ?? {};
  const asked = new Set(security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)));
  const schemes = contract.schemes.filter(({ name }) => asked.has(name));
  return schemes.length > 0 && schemes.every(({ kind }) => kind === 'certificate');
}

/** Served to a principal by a secured operation. */
const isPersonal = (evidence: Evidence, { contract }: CheckContext) =>
  evidence.principal !== undefined &&
  isSuccess(evidence) &&
  operationIn(contract, { operation: evidence.operation ?? '' })?.public === false;

/** Whether the document states a Cache-Control with just these directives for the response of an operation. */
function isDocumentedCaching(evidence: Evidence, { contract }: CheckContext): boolean {
  const { responses = [] } = operationIn(contract, { operation: evidence.operation ?? '' }) ?? {};
  const { status } = replyOf(evidence);
  const header = responses.find((response) => response.status === status)?.headers.find(({ name }) => /^cache-control$/i.test(name));
  const stated = header?.values ?? (header?.exampleDocumented === true && header.example !== undefined ? [header.example] : []);
  const namesOf = (directives: ReadonlyMap<string, string>) => [...directives.keys()].toSorted().join();
  const own = namesOf(cacheControl(evidence));
  return own !== '' && stated.some((value) => namesOf(directivesOf(['Cache-Control', value], 'cache-control')) === own);
}

const personal = 'response to a valid credential';
const hasChallengeScheme = ({ schemes }: Contract) =>
  schemes.some(({ kind, type }) => kind !== 'unsupported' && kind !== 'certificate' && type !== 'apiKey') ||
  'no declared scheme has a challenge';

export const httpFieldsChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'http/date': each({
    what: 'response below 500',
    concerns: (evidence) => statusOf(evidence) >= 200 && statusOf(evidence) < 500 && !parserStatuses.has(statusOf(evidence)),
    judge: (evidence) => {
      const dates = headerValues(replyOf(evidence).headers, 'date');
      const at = '$response.header.Date';
      if (dates.length > 1) return [mismatch(evidence, 'date-repeated', at, { kind: 'once' })];
      const expected: Expectation = { kind: 'form', form: 'http-date' };
      if (dates.length === 0) return [mismatch(evidence, 'date-missing', at, expected)];
      return isHttpDate(dates[0]!) ? [] : [mismatch(evidence, 'date-malformed', at, expected)];
    },
  }),
  'http/401-challenge': each({
    what: '401',
    applies: hasChallengeScheme,
    concerns: (evidence, context) =>
      statusOf(evidence) === 401 && isOfOperation(evidence, context) && !takesOnlyCertificates(evidence, context),
    judge: (evidence) => {
      const challenges = challengesIn(replyOf(evidence));
      if (challenges !== undefined && challenges.length > 0) return [];
      const code = challenges === undefined ? 'challenge-malformed' : 'challenge-missing';
      return [mismatch(evidence, code, '$response.header.WWW-Authenticate', { kind: 'form', form: 'challenge-list' })];
    },
  }),
  'http/basic-realm': each({
    what: 'Basic challenge',
    concerns: (evidence) => statusOf(evidence) === 401 && challengesNamed(replyOf(evidence), 'Basic').length > 0,
    judge: (evidence) => {
      const challenges = challengesNamed(replyOf(evidence), 'Basic');
      if (challenges.every((challenge) => parameterOf(challenge, 'realm') !== undefined)) return [];
      const expected: Expectation = { kind: 'matches', pattern: String.raw`\bBasic\b.*\brealm=`, flags: 'i', example: 'Basic realm="…"' };
      return [mismatch(evidence, 'basic-realm-missing', '$response.header.WWW-Authenticate', expected)];
    },
  }),
  'http/retry-after-syntax': each({
    what: 'Retry-After header',
    concerns: (evidence) => headerValue(replyOf(evidence).headers, 'retry-after') !== undefined,
    judge: (evidence) => {
      const values = headerValues(replyOf(evidence).headers, 'retry-after');
      if (values.every((value) => /^\d+$/.test(value) || isHttpDate(value))) return [];
      const expected: Expectation = { kind: 'form', form: 'delta-seconds-or-http-date' };
      return [mismatch(evidence, 'retry-after-malformed', '$response.header.Retry-After', expected)];
    },
  }),
  'http/429-caching': each({
    what: '429',
    concerns: (evidence) => statusOf(evidence) === 429,
    judge: (evidence) => {
      const { headers } = replyOf(evidence);
      const directives = cacheControl(evidence);
      if (headerValue(headers, 'age') !== undefined) {
        return [mismatch(evidence, 'cached-429', '$response.header.Age', { kind: 'absent' })];
      }
      if (directives.has('no-store')) return [];
      const lifetime = ['max-age', 's-maxage'].some((name) => Number(directives.get(name) ?? 0) > 0);
      if (lifetime || directives.has('public')) {
        return [mismatch(evidence, 'cacheable-429', '$response.header.Cache-Control', { kind: 'includes', items: ['no-store'] })];
      }
      const expires = Date.parse(headerValue(headers, 'expires') ?? '');
      const now = Date.parse(headerValue(headers, 'date') ?? '');
      if (directives.has('max-age') || !(expires > now)) return [];
      return [mismatch(evidence, 'cacheable-429', '$response.header.Expires', { kind: 'absent' })];
    },
  }),
  'http/429-content': each({
    what: '429',
    concerns: (evidence) => statusOf(evidence) === 429 && evidence.request.method !== 'HEAD',
    judge: (evidence) => {
      const { body } = replyOf(evidence);
      if (/\p{L}/u.test(body)) return [];
      const expected: Expectation =
        body === '' ? { kind: 'present' } : { kind: 'matches', pattern: String.raw`\p{L}`, flags: 'u', example: 'an explanation' };
      return [mismatch(evidence, 'unexplained-429', '$response.body', expected, excerpt(body))];
    },
  }),
  'http/nosniff': each({
    what: 'response with content',
    concerns: (evidence, context) =>
      isOfOperation(evidence, context) && replyOf(evidence).body !== '' && evidence.request.method !== 'HEAD',
    judge: (evidence) => {
      const values = headerValues(replyOf(evidence).headers, 'x-content-type-options');
      if (values.some((value) => value.trim().toLowerCase() === 'nosniff')) return [];
      const expected: Expectation = { kind: 'includes', items: ['nosniff'] };
      return [mismatch(evidence, 'nosniff-missing', '$response.header.X-Content-Type-Options', expected)];
    },
  }),
  'http/shared-caching': each({
    what: personal,
    concerns: isPersonal,
    judge: (evidence, context) => {
      const directives = cacheControl(evidence);
      const sharing = directives.has('public') ? 'public' : Number(directives.get('s-maxage') ?? 0) > 0 ? 's-maxage' : undefined;
      if (sharing === undefined || directives.has('no-store') || directives.get('private') === '') return [];
      if (isDocumentedCaching(evidence, context)) return [];
      const expected: Expectation = { kind: 'excludes', items: [sharing] };
      return [mismatch(evidence, 'shared-caching-allowed', '$response.header.Cache-Control', expected)];
    },
  }),
  'http/cache-control': each({
    what: personal,
    concerns: (evidence, context) => isPersonal(evidence, context) && ['GET', 'HEAD'].includes(evidence.request.method),
    judge: (evidence, context) => {
      const directives = cacheControl(evidence);
      const items = ['no-store', 'private', 'no-cache'];
      if (items.some((name) => directives.has(name)) || isDocumentedCaching(evidence, context)) return [];
      return [mismatch(evidence, 'caching-unrestricted', '$response.header.Cache-Control', { kind: 'includes', items, any: true })];
    },
  }),
};
