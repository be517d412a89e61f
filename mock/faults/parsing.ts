import type { Contract } from '../../spec/contract.ts';
import { headerValue, withoutHeader } from '../../spec/message.ts';
import type { Visit } from '../engine/visit.ts';
import { after, before, promising, undecided } from './bend.ts';
import type { Faults } from './fault.ts';

const field = 'Authorization';

/** Reads the credential's field otherwise than it is meant; undefined for not at all. */
const reading = (read: (value: string, visit: Visit) => string | undefined) =>
  before('credentials', (visit) => {
    const { headers } = visit.arrival;
    const value = headerValue(headers, field);
    if (value === undefined) return visit;
    const other = read(value, visit);
    if (other === value) return visit;
    return {
      ...visit,
      arrival: { ...visit.arrival, headers: [...withoutHeader(headers, field), ...(other === undefined ? [] : [field, other])] },
    };
  });

/** Whether a value begins with a declared scheme, spelt as the document does. */
const isUsual = (value: string, { around }: Visit) =>
  around.law.contract.schemes.some(({ challenge }) => value.startsWith(`${challenge} `));

/** Asks for less than the document does where it asks for several credentials at once. */
const asking = (change: (alternatives: Contract['operations'][number]['security']) => Contract['operations'][number]['security']) =>
  promising((contract) => ({
    ...contract,
    operations: contract.operations.map((operation) => ({ ...operation, security: change(operation.security) })),
  }));

export const parsing = {
  'scheme-name-is-compared-with-its-case': {
    breaks: ['credentials/scheme-name-has-no-case'],
    says: 'The name of the authentication scheme is compared as text.',
    bend: reading((value, visit) => (isUsual(value, visit) ? value : undefined)),
  },
  'capitals-are-another-scheme': {
    breaks: ['credentials/scheme-name-has-no-case'],
    says: 'The name of the authentication scheme is known as the document has it and in small letters, and no other way.',
    bend: reading((value, visit) => (isUsual(value, visit) || /^[a-z]/.test(value) ? value : undefined)),
  },
  'two-spaces-are-too-many': {
    breaks: ['credentials/more-than-one-space-is-accepted'],
    says: 'A credential behind two spaces is not found.',
    bend: reading((value) => (/^\S+ {2}/.test(value) ? undefined : value)),
  },
  'any-white-space-separates': {
    breaks: ['credentials/only-spaces-separate'],
    says: 'The field is split at any white space, a tab as well as a space.',
    bend: reading((value) => value.replace(/\t/g, ' ')),
  },
  'quotes-are-taken-off': {
    breaks: ['credentials/token-has-only-its-characters'],
    says: 'A token in quotes is accepted, as a cookie or a parameter would be.',
    bend: reading((value) => value.replace(/^(\S+) "(.*)"$/, '$1 $2')),
  },
  'token-is-percent-decoded': {
    breaks: ['credentials/token-has-only-its-characters'],
    says: 'What is percent-encoded in a token is decoded before it is looked up.',
    bend: reading((value) => value.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))),
  },
  'letters-beyond-ascii-are-dropped': {
    breaks: ['credentials/token-has-only-its-characters'],
    says: 'Letters beyond ASCII are dropped from the field, and the rest is a good token.',
    bend: reading((value) => value.replace(/[\u0080-\uffff]/g, '')),
  },
  'first-of-a-list-of-tokens-counts': {
    breaks: ['credentials/token-has-only-its-characters'],
    says: 'The field is taken for a list, and its first token counts.',
    bend: reading((value) => value.replace(/,.*$/, '')),
  },
  'space-before-the-token-is-optional': {
    breaks: ['credentials/token-has-only-its-characters'],
    says: 'The name of the scheme is cut off by its length, whether or not a space follows.',
    bend: reading((value) => value.replace(/^Bearer(?=\S)/, 'Bearer ')),
  },
  'long-credential-is-a-server-error': {
    breaks: ['credentials/long-credential-is-refused'],
    also: ['envelope/nothing-is-a-server-error'],
    says: 'A credential of more than 10 KiB breaks the server.',
    bend: after('credentials', (found) => {
      const { decision, arrival, around } = found;
      if (decision === undefined || arrival.headers.every(({ length }) => length < 10_240)) return found;
      return { ...found, decision: { ...decision, prepared: around.law.problems[500] } };
    }),
  },
  'second-way-is-ignored': {
    breaks: ['credentials/two-ways-at-once-are-refused'],
    says: 'Of a token in the field and one in the query, the one in the query is ignored.',
    bend: before('credentials', (visit) => ({ ...visit, query: visit.query.replace(/(?:^|&)access_token=[^&]*/, '') })),
  },
  'one-credential-of-two-will-do': {
    breaks: ['credentials/part-of-the-credentials-is-not-enough'],
    says: 'Where several credentials are asked for at once, one that is missing is not missed.',
    bend: after('credentials', (found) => (found.decision?.why.startsWith('not what this operation asks for') ? undecided(found) : found)),
  },
  'only-the-first-credential-counts': {
    breaks: ['credentials/part-of-the-credentials-is-not-enough'],
    says: 'Where several credentials are asked for at once, only the first is looked at.',
    bend: asking((alternatives) => alternatives.map(({ requirements }) => ({ requirements: requirements.slice(0, 1) }))),
  },
} as const satisfies Faults;
