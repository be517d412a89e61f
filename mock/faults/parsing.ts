import type { Alternative, Contract } from '../../spec/contract.ts';
import { headerValue, withoutHeader } from '../../spec/message.ts';
import { declareSameKey } from '../../spec/schemes/same-key.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { afterGate, beforeGate, withContract, withoutDecision } from './edits.ts';
import type { Faults } from './fault.ts';

const field = 'Authorization';

/** Changes how the Authorization header is read; `undefined` removes the header. */
const readAuthorization = (read: (value: string, context: RequestContext) => string | undefined) =>
  beforeGate('credentials', (context) => {
    const { headers } = context.request;
    const value = headerValue(headers, field);
    if (value === undefined) return context;
    const other = read(value, context);
    if (other === value) return context;
    return {
      ...context,
      request: { ...context.request, headers: [...withoutHeader(headers, field), ...(other === undefined ? [] : [field, other])] },
    };
  });

/** Whether a header value starts with a declared scheme in its documented spelling. */
const isUsual = (value: string, { environment }: RequestContext) =>
  environment.compiled.contract.schemes.some(({ challenge }) => value.startsWith(`${challenge} `));

/** Changes which credentials every operation requires. */
const withSecurity = (change: (alternatives: readonly Alternative[], contract: Contract) => readonly Alternative[]) =>
  withContract((contract) => ({
    ...contract,
    operations: contract.operations.map((operation) => ({ ...operation, security: change(operation.security, contract) })),
  }));

export const parsingFaults = {
  'compares-scheme-case-sensitively': {
    breaks: ['credentials/scheme-case'],
    description: 'The server compares the authentication scheme name case-sensitively.',
    apply: readAuthorization((value, context) => (isUsual(value, context) ? value : undefined)),
  },
  'rejects-uppercase-scheme': {
    breaks: ['credentials/scheme-case'],
    description: 'The server accepts the authentication scheme name only as documented or in lowercase.',
    apply: readAuthorization((value, context) => (isUsual(value, context) || /^[a-z]/.test(value) ? value : undefined)),
  },
  'rejects-two-spaces': {
    breaks: ['credentials/multiple-spaces'],
    description: 'The server does not find a credential after two spaces.',
    apply: readAuthorization((value) => (/^\S+ {2}/.test(value) ? undefined : value)),
  },
  'accepts-tab-separator': {
    breaks: ['credentials/tab-separator'],
    description: 'The server splits the header at any whitespace, including a tab.',
    apply: readAuthorization((value) => value.replace(/\t/g, ' ')),
  },
  'strips-token-quotes': {
    breaks: ['credentials/token-characters'],
    description: 'The server accepts a token in quotes, like a cookie or parameter value.',
    apply: readAuthorization((value) => value.replace(/^(\S+) "(.*)"$/, '$1 $2')),
  },
  'percent-decodes-token': {
    breaks: ['credentials/token-characters'],
    description: 'The server percent-decodes a token before it looks the token up.',
    apply: readAuthorization((value) => value.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))),
  },
  'drops-non-ascii-from-token': {
    breaks: ['credentials/token-characters'],
    description: 'The server drops non-ASCII letters from the header and accepts the rest as a token.',
    apply: readAuthorization((value) => value.replace(/[\u0080-\uffff]/g, '')),
  },
  'uses-first-listed-token': {
    breaks: ['credentials/token-characters'],
    description: 'The server treats the header as a list and uses its first token.',
    apply: readAuthorization((value) => value.replace(/,.*$/, '')),
  },
  'accepts-scheme-without-space': {
    breaks: ['credentials/token-characters'],
    description: 'The server cuts the scheme name off by its length, with or without a space after it.',
    apply: readAuthorization((value) => value.replace(/^Bearer(?=\S)/, 'Bearer ')),
  },
  'crashes-on-long-key': {
    breaks: ['credentials/too-long'],
    also: ['errors/server-error'],
    description: 'A credential longer than 10 KiB causes a server error.',
    apply: afterGate('credentials', (found) => {
      const { decision, request, environment } = found;
      if (decision === undefined || request.headers.every(({ length }) => length < 10_240)) return found;
      return { ...found, decision: { ...decision, prepared: environment.compiled.problems[500] } };
    }),
  },
  'ignores-token-in-query': {
    breaks: ['credentials/two-places'],
    description: 'The server ignores a token in the query beside the one in the header.',
    apply: beforeGate('credentials', (context) => ({ ...context, query: context.query.replace(/(?:^|&)access_token=[^&]*/, '') })),
  },
  'accepts-partial-credentials': {
    breaks: ['credentials/partial'],
    description: 'Where several credentials are required at once, the server accepts a request without one of them.',
    apply: afterGate('credentials', (found) => (found.decision?.cause.code === 'wrong-credential' ? withoutDecision(found) : found)),
  },
  'checks-first-credential-only': {
    breaks: ['credentials/partial'],
    description: 'Where several credentials are required at once, the server checks only the first.',
    apply: withSecurity((alternatives) => alternatives.map(({ requirements }) => ({ requirements: requirements.slice(0, 1) }))),
  },
  'reads-key-in-one-place': {
    breaks: ['credentials/declared-places'],
    description: 'Where a key is declared in two places, the server reads only the first.',
    apply: withSecurity((alternatives, { schemes }) => {
      const unread = schemes.filter((scheme, index) => schemes.slice(0, index).some((earlier) => declareSameKey(earlier, scheme)));
      return alternatives.filter(({ requirements }) => requirements.every(({ scheme }) => unread.every(({ name }) => name !== scheme)));
    }),
  },
} as const satisfies Faults;
