import type { Contract } from '../../contract.ts';
import type { ResponsePlace } from '../../quotas.ts';
import { statesLimit } from '../../plan.ts';
import { isEarlierDraft } from '../../rate-fields.ts';
import { isObject, member, texts } from '../../json/json.ts';
import { type DocumentNode, step } from '../../loading/document-node.ts';
import { timeFormAt } from '../../compile/time-forms.ts';
import { examplesOf } from './examples.ts';
import { describedResponses, headersNamed, speaksOfLimits } from '../quota.ts';
import { type LintFinding, type LintRule, together } from '../rule.ts';
import { describedErrorResponses, idsOf, pointersOf, referenceTo, securedOperations } from '../secured.ts';
import { listed, verb } from '../words.ts';

const RETRY = `headers:
  Retry-After:
    required: true
    schema: { type: integer, minimum: 1 }
    example: 60`;

const REJECTION = `responses:
  '429':
    description: The limit is exceeded.
    ${RETRY.replaceAll('\n', '\n    ')}`;

/** Missing documentation of rate limits. */
export const limitsRules: readonly LintRule[] = [
  {
    id: 'lint/undocumented-429',
    topic: 'limits',
    section: 'undocumented',
    severity: 'warning',
    statement: 'If limits are documented, every operation that they apply to documents its rejection, usually a 429.',
    why: 'A client that does not know the response to exceeded limits either gives up or retries at once.',
    meanwhile: 'The suites check only the status. The mock returns a 429 from elsewhere in the document, or a generated one.',
    find: (contract) => {
      if (!speaksOfLimits(contract)) return [];
      const lacking = securedOperations(contract).filter(({ limited }) => !limited.documented);
      // Without plans, a limit need not apply to all operations.
      if (contract.plans.length === 0 && lacking.length < securedOperations(contract).length) return [];
      const reference = referenceTo(contract.limited);
      const { status } = contract.limited;
      return together(pointersOf(lacking), {
        message: `limits are documented, but ${listed(idsOf(lacking))} ${verb(lacking, 'documents', 'document')} no ${status}`,
        fix: reference ? `Reference the ${status} that the document has.` : `Describe the ${status} once, and reference it.`,
        yaml: reference ? `responses:\n  '${status}': ${reference}` : REJECTION.replace('429', String(status)),
      });
    },
  },
  {
    id: 'lint/undocumented-retry-after',
    topic: 'limits',
    section: 'undocumented',
    severity: 'note',
    statement: 'Every documented 429 has Retry-After.',
    why: 'Without a retry time, a client has to guess, and most clients retry too early.',
    meanwhile: 'The suites check a retry time only where it is documented. The mock sends Retry-After only where the document has it.',
    find: (contract) => {
      const rejections = describedErrorResponses(contract, 'limited');
      const { retryAfter } = contract.rateLimit;
      const silent = rejections.filter(({ response }) => !response.headers.some(({ name }) => name.toLowerCase() === 'retry-after'));
      // A retry time only in the body has its own rule.
      return retryAfter.some(({ pointer }) => pointer !== undefined)
        ? []
        : together(pointersOf(silent.map(({ response }) => response)), {
            message: `the ${contract.limited.status} of ${listed(silent.map(({ operation }) => operation.id))} has no Retry-After`,
            fix: 'Add the header.',
            yaml: RETRY,
          });
    },
  },
  {
    id: 'lint/undocumented-rate-headers',
    topic: 'limits',
    section: 'undocumented',
    severity: 'note',
    statement: 'A document with plans documents the headers that report the remaining requests.',
    why: 'Without these headers, a client notices its limit only when it exceeds it.',
    meanwhile: 'The suites check only the windows themselves, and the mock sends no such headers.',
    find: (contract) => {
      const { limit, remaining, reset } = contract.rateLimit;
      const plans = contract.plans.filter(({ windows }) => windows.length > 0);
      return limit.length + remaining.length + reset.length > 0
        ? []
        : together(pointersOf(plans), {
            message: `no header reports the limits of ${listed(plans.map(({ name }) => name))}`,
            fix: 'Document the headers in the responses that have them.',
            yaml: `headers:
  X-RateLimit-Limit: { required: true, schema: { type: integer, minimum: 1 } }
  X-RateLimit-Remaining: { required: true, schema: { type: integer, minimum: 0 } }
  X-RateLimit-Reset: { required: true, schema: { type: integer, format: unixtime } }`,
          });
    },
  },
  {
    id: 'lint/limits-without-plan',
    topic: 'limits',
    section: 'undocumented',
    severity: 'warning',
    statement: 'A document with a 429 states the limits in plans.',
    why: 'A client that does not know the limits can only slow down after it was rejected.',
    meanwhile:
      'A run reads the limits from documented rate-limit headers or RateLimit-Policy and proposes an overlay. With the permission burn it checks them with an expendable principal. Without such headers, no limit is tested. The time that plan shows has no waits for such limits.',
    find: (contract) => {
      const { limit, remaining, reset, place } = contract.rateLimit;
      const [rejection] = describedErrorResponses(contract, 'limited');
      if (statesLimit(contract) || rejection === undefined) return [];
      const isReported = limit.length + remaining.length + reset.length > 0;
      return together(isReported ? [place.pointer] : pointersOf([rejection.response]), {
        message: `requests are limited, but no plan states how many are allowed${isReported ? '' : ': the document gives no limit to test'}`,
        fix: 'State the limits as plans in the document, or in an overlay: an action with the target $ and this as its update.',
        yaml: 'x-auth-conformance:\n  plans:\n    default: { limits: [30/minute] }',
      });
    },
  },
  {
    id: 'lint/guessed-rate-headers',
    topic: 'limits',
    section: 'undocumented',
    severity: 'note',
    statement: 'A document with rate-limit headers names their meaning in the extension object.',
    why: 'The meaning is otherwise guessed from the names, and a header with another meaning may be taken for a limit.',
    meanwhile: 'Headers whose names end in -limit, -remaining and -reset are used.',
    find: (contract) => {
      if (isObject(member(contract.document, 'x-auth-conformance')) && member(contract.document['x-auth-conformance'], 'rateLimit'))
        return [];
      const { limit, remaining, reset, place } = contract.rateLimit;
      const names = [...new Set([...limit, ...remaining, ...reset].flatMap(({ header }) => header ?? []))];
      const roles = Object.entries({ limit, remaining, reset }).filter(([, places]) => places.length > 0);
      return names.length === 0
        ? []
        : together([place.pointer], {
            message: `${listed(names)} ${verb(names, 'is', 'are')} used according to the ${names.length === 1 ? 'name' : 'names'}`,
            fix: 'Name the headers in the extension object.',
            yaml: `x-auth-conformance:\n  rateLimit:\n${roles.map(([role, [first]]) => `    ${role}: [${first!.expression}]`).join('\n')}`,
          });
    },
  },
  {
    id: 'lint/earlier-rate-draft',
    topic: 'limits',
    section: 'undocumented',
    severity: 'note',
    statement: 'RateLimit and RateLimit-Policy have the format of draft 8 or later.',
    why: 'Since draft 8 the headers are lists of strings, and a client that follows it does not read the earlier format.',
    meanwhile: 'The mock sends the earlier format, and the suites read it.',
    find: (contract) =>
      ['RateLimit', 'RateLimit-Policy'].flatMap((name) => {
        const shown = headersNamed(contract, describedResponses(contract), name).flatMap(examplesOf);
        const earlier = shown.filter(({ value }) => typeof value === 'string' && isEarlierDraft(value));
        return together(
          earlier.map(({ at }) => at),
          {
            message: `the example of ${name} has the format of draft 7 or earlier`,
            fix: 'If the server can send the current format, document that.',
            yaml: name === 'RateLimit' ? `example: '"hour";r=99;t=1800'` : `example: '"hour";q=100;w=3600'`,
          },
        );
      }),
  },
  {
    id: 'lint/rate-header-without-format',
    topic: 'limits',
    section: 'undocumented',
    severity: 'warning',
    statement: 'Every header with a limit or a time has a type, and every time has a format or an example that is understood.',
    why: 'A client that takes seconds since the epoch for seconds from now waits for decades.',
    meanwhile: 'Limits and remaining counts are whole numbers, and times are seconds from now.',
    find: (contract) => {
      const { limit, remaining, reset, retryAfter } = contract.rateLimit;
      const counts = [...limit, ...remaining].flatMap((place) => formless(contract, place, COUNT));
      const times = reset.flatMap((place) => formless(contract, place, TIME));
      const waits = retryAfter.flatMap((place) => formless(contract, place, WAIT));
      return [...counts, ...times, ...waits];
    },
  },
];

interface Form {
  readonly is: (header: DocumentNode, name: string) => boolean;
  readonly lacks: string;
  readonly yaml: string;
}

const COUNT: Form = { is: isNumeric, lacks: 'no numeric type and no example', yaml: 'schema: { type: integer }\nexample: 100' };
const TIME: Form = {
  is: isTimed,
  lacks: 'no known format (unixtime, date-time, http-date, duration) and no example of a known form',
  yaml: 'schema: { type: integer, format: unixtime }\nexample: 1609459200',
};
const WAIT: Form = {
  is: (header, name) => hasNumericType(header) || isTimed(header, name),
  lacks: 'no numeric type, no known format (http-date) and no example of a known form',
  yaml: 'schema: { type: integer, minimum: 1 }\nexample: 60',
};

function formless(contract: Contract, { header: name, member: part }: ResponsePlace, { is, lacks, yaml }: Form): readonly LintFinding[] {
  if (name === undefined || part !== undefined) return [];
  const lacking = headersNamed(contract, describedResponses(contract), name).filter((node) => !is(node, name));
  return together(
    lacking.map(({ pointer }) => pointer),
    { message: `${name} has ${lacks}`, fix: 'Specify its format.', yaml: `${name}:\n  ${yaml.replaceAll('\n', '\n  ')}` },
  );
}

function hasNumericType(header: DocumentNode): boolean {
  const type = member(step(header, 'schema').value, 'type');
  return [type, ...texts(type)].some((name) => name === 'integer' || name === 'number');
}

function isNumeric(header: DocumentNode): boolean {
  return hasNumericType(header) || examplesOf(header).length > 0;
}

function isTimed(header: DocumentNode, name: string): boolean {
  return timeFormAt(header, name) !== undefined;
}
