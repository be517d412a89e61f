import { escapedPattern, type Expectation } from '../../suites/result/expectation.ts';
import type { Exchange } from '../../suites/result/result.ts';
import { redirectParameters } from '../gathering/sources.ts';
import { formClaim } from './values/forms.ts';
import { absent, between, equal, lacking, matching, oneOf, parseable, present, typed, textOf, type Clause } from './values/claim.ts';
import { listClause } from './values/lists.ts';
import {
  body,
  header,
  headerLines,
  bodyMember,
  parameter,
  readingOf,
  status,
  valuesOf,
  type Reading,
  type ResponsePart,
} from './values/reading.ts';

/** The clauses of an expectation about a single response; empty if no single response shows it. */
export function clausesOf(expected: Expectation, part: ResponsePart, judged: Exchange): readonly Clause[] {
  const reading = readingOf(part);
  switch (expected.kind) {
    case 'absent':
      return [part.kind === 'body' ? { reading: body, claim: lacking(/./s) } : { reading, claim: absent }];
    case 'present':
      return [part.kind === 'body' ? { reading: body, claim: matching(/\S/) } : { reading, claim: present }];
    case 'one-of':
      return [{ reading, claim: oneOfClaim(expected.values, part) }];
    case 'equals':
      if (part.kind === 'body') return [{ reading: bodyMember(''), claim: equal(expected.value) }];
      return [{ reading, claim: part.kind === 'header' ? oneOf([textOf(expected.value)]) : equal(expected.value) }];
    case 'range':
      return expected.unit === 'bits' ? [] : [{ reading, claim: between(expected.least, expected.most) }];
    case 'status-class':
      return [{ reading: statusClass, claim: oneOf(expected.classes.map((name) => Number(name[0]))) }];
    case 'form':
      if (part.kind === 'body' && expected.form === 'json') return [{ reading, claim: parseable }];
      return [{ reading: part.kind === 'body' ? bodyMember('') : reading, claim: formClaim(expected.form, part) }];
    case 'matches':
      return [{ reading, claim: matching(new RegExp(expected.pattern, expected.flags)) }];
    case 'lacks':
      return [{ reading, claim: lacking(new RegExp(expected.pattern, expected.flags)) }];
    case 'includes':
    case 'excludes':
    case 'exactly':
    case 'at-most':
      return listClause(expected, part);
    case 'directive':
      return [{ reading: directive(reading, expected.name), claim: between(expected.least, undefined) }];
    case 'once':
      return part.kind === 'header' ? [{ reading: headerLines(part.name), claim: oneOf([1]) }] : [];
    case 'schema':
      return schemaClauses(expected, part.kind === 'member' ? part.pointer : '');
    case 'example':
      return [{ reading, claim: oneOf([expected.text]) }];
    case 'parameter': {
      const { name, values, absent: missing } = expected;
      return [{ reading: parameter(name), claim: missing ? absent : values ? oneOf(values) : present }];
    }
    case 'from-now':
      return [{ reading: secondsAhead(reading), claim: between(expected.least - rounding, expected.most + rounding) }];
    case 'condition':
      return expected.condition === 'redirect-with-code' ? redirectWithCode(judged) : [];
    case 'same-as':
    case 'change':
    case 'served':
    case 'no-secret':
      return [];
  }
}

/** The tolerance for clocks and rounding, in seconds. */
const rounding = 1;

const statusClass: Reading = {
  of: (exchange) => Math.floor(Number(status.of(exchange)) / 100),
  code: (response) => `Math.floor(${status.code(response)} / 100)`,
};

function oneOfClaim(values: readonly (string | number | boolean | null)[], part: ResponsePart) {
  if (part.kind !== 'header') return oneOf(values);
  if (part.name.toLowerCase() !== 'content-type') return oneOf(values.map(String));
  const types = values.map((type) => escapedPattern(String(type)).replaceAll('\\*', '[^\\/;\\s]+'));
  return matching(new RegExp(`^(?:${types.join('|')})(?:\\s*;|$)`, 'i'));
}

/** The number of a directive such as max-age. */
function directive(reading: Reading, name: string): Reading {
  const pattern = new RegExp(`(?:^|[\\s,;])${escapedPattern(name)}="?(\\d+)`, 'i');
  return {
    of: (exchange) => pattern.exec(String(reading.of(exchange)))?.[1],
    code: (response) => `${String(pattern)}.exec(text(${reading.code(response)}))?.[1]`,
  };
}

/** How many seconds after the Date of its response a time is: an HTTP date, seconds since 1970, or seconds from now. */
function secondsAhead(reading: Reading): Reading {
  return {
    of: (exchange) => {
      const value = String(reading.of(exchange));
      const seconds = /^\d+$/.test(value) ? Number(value) : Date.parse(value) / 1000;
      return seconds < 1e9 ? seconds : seconds - Date.parse(valuesOf(exchange, 'date')[0] ?? '') / 1000;
    },
    code: (response) => `secondsAhead(${response}, ${reading.code(response)})`,
  };
}

/** The clauses for a keyword of a JSON Schema. */
function schemaClauses({ keyword, value }: Extract<Expectation, { kind: 'schema' }>, pointer: string): readonly Clause[] {
  const reading = bodyMember(pointer);
  const below = bodyMember(`${pointer}/${textOf(value).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const isScalar = (item: unknown) => typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' || item === null;
  if (keyword === 'required') return [{ reading: below, claim: present }];
  if (keyword === 'additionalProperties') return [{ reading: below, claim: absent }];
  if (keyword === 'const') return [{ reading, claim: equal(value) }];
  if (keyword === 'enum' && Array.isArray(value)) return value.every(isScalar) ? [{ reading, claim: oneOf(value) }] : [];
  if (keyword === 'type' && typeof value === 'string') return [{ reading, claim: typed(value) }];
  if (keyword === 'pattern' && typeof value === 'string') return [{ reading, claim: matching(new RegExp(value)) }];
  if (keyword === 'minimum' && typeof value === 'number') return [{ reading, claim: between(value, undefined) }];
  return keyword === 'maximum' && typeof value === 'number' ? [{ reading, claim: between(undefined, value) }] : [];
}

/** The redirect goes to the URI that the request named, with a code. */
function redirectWithCode({ request }: Exchange): readonly Clause[] {
  const uri = redirectParameters(request.url).get('redirect_uri');
  const place: readonly Clause[] =
    uri === null || uri.includes('‹') ? [] : [{ reading: header('Location'), claim: matching(new RegExp(`^${escapedPattern(uri)}[?#]`)) }];
  return [...place, { reading: parameter('code'), claim: present }];
}
