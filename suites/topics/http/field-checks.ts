import type { httpFieldsRequirements as rows } from '../../../spec/catalogue/http/fields.ts';
import { headerValue, headerValues } from '../../../spec/message.ts';
import { excerpt, replyOf } from '../../expectations/answer.ts';
import { isBeside } from '../../expectations/beside.ts';
import { challengesIn, challengesNamed, parameterOf } from '../../expectations/challenge.ts';
import { isHttpDate } from '../../expectations/date.ts';
import { directivesOf } from '../../expectations/directives.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { anySecured, notApplicable, operationIn, type Check, type CheckContext, type WordedMismatch } from '../../engine/check.ts';
import { passive } from '../../engine/scenario.ts';

/** At most so many of one scene are told. */
const most = 5;

type Told = WordedMismatch;

/** Judges each answer of the run that a requirement is about; a scene that has none is not judged. */
function each(
  about: (probe: Evidence, context: CheckContext) => boolean,
  judge: (probe: Evidence, law: CheckContext) => readonly Told[],
  what: string,
): Check {
  return {
    scenario: passive,
    applies: anySecured,
    tolerates: ['trouble', '429', '5xx', 'control'],
    judge: ({ probes }, law) => {
      const concerned = probes.filter((probe) => probe.reply !== undefined && !isBeside(probe, law) && about(probe, law));
      if (concerned.length === 0) return notApplicable(`there is ${what} in it`);
      return concerned
        .flatMap((probe) => judge(probe, law).map((told) => ({ ...told, reason: `${probe.operation}: ${told.reason}` })))
        .slice(0, most);
    },
  };
}

const statusOf = (probe: Evidence) => replyOf(probe).status;
const cacheControl = (probe: Evidence) => directivesOf(replyOf(probe).headers, 'cache-control');
const shown = (probe: Evidence, name: string) => headerValues(replyOf(probe).headers, name).join(', ') || 'no such field';

/** Answers that a parser may give by itself to what is no request. */
const parserStatuses: ReadonlySet<number> = new Set([400, 408, 414, 417, 431]);

/** Of an operation of the document, and not of an authorization server. */
const ofOperation = ({ operation }: Evidence, { contract }: CheckContext) =>
  operationIn(contract, { operation: operation ?? '' }) !== undefined;

/** Served to a principal by an operation that asks for one. */
const personal = (probe: Evidence, context: CheckContext) =>
  probe.principal !== undefined &&
  isSuccess(probe) &&
  operationIn(context.contract, { operation: probe.operation ?? '' })?.public === false;

export const httpFieldsChecks: { readonly [id in keyof typeof rows]: Check } = {
  'http/date': each(
    (probe) => statusOf(probe) >= 200 && statusOf(probe) < 500 && !parserStatuses.has(statusOf(probe)),
    (probe) => {
      const dates = headerValues(replyOf(probe).headers, 'date');
      if (dates.length === 1 && isHttpDate(dates[0]!)) return [];
      const reason = dates.length === 1 ? 'no date as HTTP writes them' : `${dates.length === 0 ? 'no' : 'more than one'} Date field`;
      const expected = 'Sun, 06 Nov 1994 08:49:37 GMT, or the like';
      return [{ reason, where: '$response.header.Date', expected, actual: shown(probe, 'date') }];
    },
    'no answer below 500',
  ),
  'http/401-challenge': {
    ...each(
      (probe, context) => statusOf(probe) === 401 && ofOperation(probe, context),
      (probe) => {
        const challenges = challengesIn(replyOf(probe));
        if (challenges !== undefined && challenges.length > 0) return [];
        const reason = challenges === undefined ? 'no list of challenges' : 'a 401 without a challenge';
        const where = '$response.header.WWW-Authenticate';
        return [{ reason, where, expected: 'at least one challenge', actual: shown(probe, 'www-authenticate') }];
      },
      'no 401',
    ),
    applies: (contract) =>
      contract.schemes.some(({ kind, type }) => kind !== 'unsupported' && type !== 'apiKey') ||
      'no declared scheme has a challenge of its own',
  },
  'http/basic-realm': each(
    (probe) => statusOf(probe) === 401 && challengesNamed(replyOf(probe), 'Basic').length > 0,
    (probe) =>
      challengesNamed(replyOf(probe), 'Basic').every((challenge) => parameterOf(challenge, 'realm') !== undefined)
        ? []
        : [
            {
              reason: 'a Basic challenge without a realm',
              where: '$response.header.WWW-Authenticate',
              expected: 'Basic realm="…"',
              actual: shown(probe, 'www-authenticate'),
            },
          ],
    'no Basic challenge',
  ),
  'http/retry-after-syntax': each(
    (probe) => headerValue(replyOf(probe).headers, 'retry-after') !== undefined,
    (probe) => {
      const values = headerValues(replyOf(probe).headers, 'retry-after');
      if (values.every((value) => /^\d+$/.test(value) || isHttpDate(value))) return [];
      const expected = 'digits, or a date as HTTP writes them';
      return [
        { reason: 'neither seconds nor a date', where: '$response.header.Retry-After', expected, actual: shown(probe, 'retry-after') },
      ];
    },
    'no Retry-After',
  ),
  'http/429-caching': each(
    (probe) => statusOf(probe) === 429,
    (probe) => {
      const { headers } = replyOf(probe);
      const reason = 'a 429 that may be stored';
      const directives = cacheControl(probe);
      if (headerValue(headers, 'age') !== undefined)
        return [{ reason: 'a 429 out of a store', where: '$response.header.Age', expected: 'no such field', actual: shown(probe, 'age') }];
      if (directives.has('no-store')) return [];
      const lifetime = ['max-age', 's-maxage'].some((name) => Number(directives.get(name) ?? 0) > 0);
      if (lifetime || directives.has('public')) {
        return [{ reason, where: '$response.header.Cache-Control', expected: 'no-store', actual: shown(probe, 'cache-control') }];
      }
      const expires = Date.parse(headerValue(headers, 'expires') ?? '');
      const now = Date.parse(headerValue(headers, 'date') ?? '');
      if (directives.has('max-age') || !(expires > now)) return [];
      return [{ reason, where: '$response.header.Expires', expected: 'no such field', actual: shown(probe, 'expires') }];
    },
    'no 429',
  ),
  'http/429-content': each(
    (probe) => statusOf(probe) === 429 && probe.request.method !== 'HEAD',
    (probe) => {
      const { body } = replyOf(probe);
      if (/\p{L}/u.test(body)) return [];
      return [{ reason: 'a 429 without an explanation', where: '$response.body', expected: 'an explanation', actual: excerpt(body) }];
    },
    'no 429',
  ),
  'http/nosniff': each(
    (probe, context) =>
      ofOperation(probe, context) && statusOf(probe) !== 503 && replyOf(probe).body !== '' && probe.request.method !== 'HEAD',
    (probe) => {
      const values = headerValues(replyOf(probe).headers, 'x-content-type-options');
      if (values.some((value) => value.trim().toLowerCase() === 'nosniff')) return [];
      const where = '$response.header.X-Content-Type-Options';
      return [
        { reason: `a ${statusOf(probe)} that may be sniffed`, where, expected: 'nosniff', actual: shown(probe, 'x-content-type-options') },
      ];
    },
    'no content of an operation',
  ),
  'http/shared-caching': each(
    personal,
    (probe) => {
      const directives = cacheControl(probe);
      const sharing = directives.has('public') ? 'public' : Number(directives.get('s-maxage') ?? 0) > 0 ? 's-maxage' : undefined;
      if (sharing === undefined || directives.has('no-store') || directives.get('private') === '') return [];
      const where = '$response.header.Cache-Control';
      return [{ reason: `marked ${sharing}`, where, expected: `no ${sharing}`, actual: shown(probe, 'cache-control') }];
    },
    'nothing that was served to a credential',
  ),
  'http/cache-control': each(
    (probe, context) => personal(probe, context) && ['GET', 'HEAD'].includes(probe.request.method),
    (probe) => {
      const directives = cacheControl(probe);
      if (['no-store', 'private', 'no-cache'].some((name) => directives.has(name))) return [];
      const where = '$response.header.Cache-Control';
      return [{ reason: 'caches may keep it', where, expected: 'no-store, private or no-cache', actual: shown(probe, 'cache-control') }];
    },
    'nothing that was served to a credential',
  ),
};
