import type { Contract, ResponsePlace } from '../../contract.ts';
import { isObject, member, texts } from '../../json/json.ts';
import { type DocumentNode, step } from '../../loading/document-node.ts';
import { examplesOf } from './examples.ts';
import { describedResponses, headersNamed, speaksOfLimits } from '../quota.ts';
import { type LintFinding, type LintRule, together } from '../rule.ts';
import { describedErrorResponses, idsOf, placesOf, referenceTo, securedOperations } from '../secured.ts';
import { listed, verb } from '../words.ts';

const RETRY = `headers:
  Retry-After:
    required: true
    schema: { type: integer, minimum: 1 }
    example: 60`;

const REFUSAL = `responses:
  '429':
    description: The limit is exceeded.
    ${RETRY.replaceAll('\n', '\n    ')}`;

/** What a document leaves unsaid about its limits. */
export const limitsRules: readonly LintRule[] = [
  {
    id: 'lint/undocumented-429',
    topic: 'limits',
    section: 'unsaid',
    severity: 'warning',
    says: 'Where limits are stated, every operation that they hold for documents its 429.',
    why: 'A client that does not know how it is told to wait either gives up or hammers on.',
    meanwhile: 'The suites demand the status alone; the mock answers with a 429 that the document shows elsewhere, or with one made up.',
    find: (contract) => {
      if (!speaksOfLimits(contract)) return [];
      const lacking = securedOperations(contract).filter(({ limited }) => !limited.documented);
      // Without plans nobody says that a limit holds everywhere.
      if (contract.plans.length === 0 && lacking.length < securedOperations(contract).length) return [];
      const reference = referenceTo(contract.limited);
      return together(placesOf(lacking), {
        says: `limits are stated, and ${listed(idsOf(lacking))} ${verb(lacking, 'documents', 'document')} no 429`,
        fix: reference ? 'Refer to the 429 that the document has.' : 'Describe the 429 once, and refer to it.',
        yaml: reference ? `responses:\n  '429': ${reference}` : REFUSAL,
      });
    },
  },
  {
    id: 'lint/undocumented-retry-after',
    topic: 'limits',
    section: 'unsaid',
    severity: 'note',
    says: 'Every documented 429 says how long to wait.',
    why: 'A client that is not told has to guess, and the printed guess of most clients is too short.',
    meanwhile: 'No retry time is checked where none is documented; the mock sends Retry-After only where the document has it.',
    find: (contract) => {
      const refusals = describedErrorResponses(contract, 'limited');
      const { retryAfter } = contract.rateLimit;
      const silent = refusals.filter(({ response }) => !response.headers.some(({ name }) => name.toLowerCase() === 'retry-after'));
      // A retry time in the body alone is a mistake of its own.
      return retryAfter.some(({ pointer }) => pointer !== undefined)
        ? []
        : together(placesOf(silent.map(({ response }) => response)), {
            says: `the 429 of ${listed(silent.map(({ operation }) => operation.id))} has no Retry-After`,
            fix: 'Add the header.',
            yaml: RETRY,
          });
    },
  },
  {
    id: 'lint/undocumented-rate-headers',
    topic: 'limits',
    section: 'unsaid',
    severity: 'note',
    says: 'A document with plans says which headers tell how much is left.',
    why: 'Without them a client learns of its limit only by running into it.',
    meanwhile: 'Only the windows themselves are checked, and the mock sends no such headers.',
    find: (contract) => {
      const { limit, remaining, reset } = contract.rateLimit;
      const plans = contract.plans.filter(({ windows }) => windows.length > 0);
      return limit.length + remaining.length + reset.length > 0
        ? []
        : together(placesOf(plans), {
            says: `the limits of ${listed(plans.map(({ name }) => name))} are told in no header`,
            fix: 'Document the headers with the responses that carry them.',
            yaml: `headers:
  X-RateLimit-Limit: { required: true, schema: { type: integer, minimum: 1 } }
  X-RateLimit-Remaining: { required: true, schema: { type: integer, minimum: 0 } }
  X-RateLimit-Reset: { required: true, schema: { type: integer, format: unixtime } }`,
          });
    },
  },
  {
    id: 'lint/guessed-rate-headers',
    topic: 'limits',
    section: 'unsaid',
    severity: 'note',
    says: 'A document with rate headers says which tells what.',
    why: 'Going by names, a header that means something else may be taken for a limit.',
    meanwhile: 'The headers whose names end in -limit, -remaining and -reset are taken for them.',
    find: (contract) => {
      if (isObject(member(contract.document, 'x-auth-conformance')) && member(contract.document['x-auth-conformance'], 'rateLimit'))
        return [];
      const { limit, remaining, reset, place } = contract.rateLimit;
      const names = [...limit, ...remaining, ...reset].flatMap(({ header }) => header ?? []);
      const roles = Object.entries({ limit, remaining, reset }).filter(([, places]) => places.length > 0);
      return names.length === 0
        ? []
        : together([place.pointer], {
            says: `${listed(names)} ${verb(names, 'is', 'are')} taken for what the ${names.length === 1 ? 'name says' : 'names say'}`,
            fix: 'Say it in the extension object.',
            yaml: `x-auth-conformance:\n  rateLimit:\n${roles.map(([role, [first]]) => `    ${role}: [${first!.expression}]`).join('\n')}`,
          });
    },
  },
  {
    id: 'lint/rate-header-without-form',
    topic: 'limits',
    section: 'unsaid',
    severity: 'warning',
    says: 'Every header that tells a limit or a time has a type, and a time has a format or an example.',
    why: 'Seconds from now, seconds since the epoch and a date look alike until a client has waited for fifty years.',
    meanwhile: 'A limit or remainder is taken for a whole number, a time for seconds from now.',
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
  readonly is: (header: DocumentNode) => boolean;
  readonly lacks: string;
  readonly yaml: string;
}

const COUNT: Form = { is: isNumeric, lacks: 'no numeric type and no example', yaml: 'schema: { type: integer }\nexample: 100' };
const TIME: Form = {
  is: isTimed,
  lacks: 'no format that is known (unixtime, http-date) and no example',
  yaml: 'schema: { type: integer, format: unixtime }\nexample: 1609459200',
};
const WAIT: Form = {
  is: (header) => isNumeric(header) || isTimed(header),
  lacks: 'no numeric type, no format that is known (http-date) and no example',
  yaml: 'schema: { type: integer, minimum: 1 }\nexample: 60',
};

function formless(contract: Contract, { header: name }: ResponsePlace, { is, lacks, yaml }: Form): readonly LintFinding[] {
  if (name === undefined) return [];
  const lacking = headersNamed(contract, describedResponses(contract), name).filter((node) => !is(node));
  return together(
    lacking.map(({ pointer }) => pointer),
    { says: `${name} has ${lacks}`, fix: 'Say in which form it comes.', yaml: `${name}:\n  ${yaml.replaceAll('\n', '\n  ')}` },
  );
}

function isNumeric(header: DocumentNode): boolean {
  const type = member(step(header, 'schema').value, 'type');
  return [type, ...texts(type)].some((name) => name === 'integer' || name === 'number') || examplesOf(header).length > 0;
}

function isTimed(header: DocumentNode): boolean {
  const format = member(step(header, 'schema').value, 'format');
  return ['unixtime', 'unix-time', 'http-date'].some((known) => known === format) || examplesOf(header).length > 0;
}
