import type { Json, JsonObject } from '../../../../spec/contract.ts';
import { small } from '../../documents.ts';
import { type Cases, coded, LIST, response } from './case.ts';

const integer: JsonObject = { schema: { type: 'integer' } };
const REFUSAL = `${LIST}/responses/429`;

const plans = (...windows: readonly string[]) => ({ plans: { free: { limits: windows } } });
const limited = (headers: JsonObject, rest: { readonly [name: string]: Json } = {}, schema = coded('limited'), media: JsonObject = {}) =>
  small({ responses: { 429: response(schema, { headers }, media) }, ...rest });
const rateHeaders = (reset: JsonObject): JsonObject => ({
  'X-RateLimit-Limit': integer,
  'X-RateLimit-Remaining': integer,
  'X-RateLimit-Reset': reset,
});
const retrying: JsonObject = { type: 'object', required: ['retry_after'], properties: { retry_after: { type: 'integer' } } };
const rateLimit = { limit: ['$response.header.X-RateLimit-Limit'], reset: ['$response.header.X-RateLimit-Reset'] };
const shownLimit = (example: number) =>
  limited({ 'X-RateLimit-Limit': { ...integer, example } }, { 'x-auth-conformance': plans('100/hour', '10/minute') });

const priced = (units: number) =>
  limited({}, { 'x-auth-conformance': { plans: { free: { limits: ['100/hour', '10/minute'], costs: { listThings: units } } } } });

export const limits: Cases = {
  'lint/undocumented-429': {
    red: small({ 'x-auth-conformance': plans('10/minute') }),
    at: [LIST],
    message: 'limits are documented, but listThings documents no 429',
    green: limited({}, { 'x-auth-conformance': plans('10/minute') }),
  },
  'lint/undocumented-retry-after': {
    red: limited({}),
    at: [REFUSAL],
    message: 'the 429 of listThings has no Retry-After',
    green: limited({ 'retry-after': integer }),
  },
  'lint/undocumented-rate-headers': {
    red: limited({}, { 'x-auth-conformance': plans('10/minute') }),
    at: ['/x-auth-conformance/plans/free'],
    message: 'no header reports the limits of free',
    green: limited({ 'X-RateLimit-Limit': integer }, { 'x-auth-conformance': plans('10/minute') }),
  },
  'lint/limits-without-plan': {
    red: limited({ 'X-RateLimit-Limit': integer }),
    at: [`${REFUSAL}/headers/X-RateLimit-Limit`],
    message: 'requests are limited, but no plan states how many are allowed',
    green: limited({ 'X-RateLimit-Limit': integer }, { 'x-auth-conformance': plans('10/minute') }),
  },
  'lint/guessed-rate-headers': {
    red: limited(rateHeaders({ schema: { type: 'integer', format: 'unixtime' } })),
    at: [`${REFUSAL}/headers/X-RateLimit-Limit`],
    message: 'X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset are used according to the names',
    green: limited(rateHeaders({ schema: { type: 'integer', format: 'unixtime' } }), { 'x-auth-conformance': { rateLimit } }),
  },
  'lint/earlier-rate-draft': {
    red: limited({ RateLimit: { schema: { type: 'string' }, example: 'limit=100, remaining=99, reset=60' } }),
    at: [`${REFUSAL}/headers/RateLimit/example`],
    message: 'the example of RateLimit has the format of draft 7 or earlier',
    green: limited({ RateLimit: { schema: { type: 'string' }, example: '"hour";r=99;t=60' } }),
  },
  'lint/rate-header-without-format': {
    red: limited(rateHeaders(integer)),
    at: [`${REFUSAL}/headers/X-RateLimit-Reset`],
    message: 'X-RateLimit-Reset has no known format (unixtime, date-time, http-date, duration) and no example of a known form',
    green: limited(rateHeaders({ ...integer, example: 1609459200 })),
  },
  'lint/cost-above-limit': {
    red: priced(11),
    at: ['/x-auth-conformance/plans/free/costs/listThings'],
    message: 'listThings takes 11 units, and 10/minute of the plan free has 10',
    green: priced(10),
  },
  'lint/limit-example-without-plan': {
    red: shownLimit(5000),
    at: [`${REFUSAL}/headers/X-RateLimit-Limit/example`],
    message: 'an example has a limit of 5000, but the plans have windows of 100 and 10',
    green: shownLimit(10),
  },
  'lint/window-never-reached': {
    red: small({ 'x-auth-conformance': plans('100/hour', '100/minute') }),
    at: ['/x-auth-conformance/plans/free/limits/1'],
    message: '100/minute of the plan free never applies, because 100/hour is exhausted first',
    green: small({ 'x-auth-conformance': plans('100/hour', '10/minute') }),
  },
  'lint/retry-after-only-in-body': {
    red: limited({}, {}, retrying),
    at: [REFUSAL],
    message: 'the retry time is in the body, at /retry_after, but in no header of the 429 of listThings',
    green: limited({ 'Retry-After': integer }, {}, retrying),
  },
  'lint/retry-examples-disagree': {
    red: limited({ 'Retry-After': { ...integer, example: 60 } }, {}, retrying, { example: { retry_after: 3600 } }),
    at: [`${REFUSAL}/content/application~1json/example/retry_after`, `${REFUSAL}/headers/Retry-After/example`],
    message: 'the example of Retry-After is 60, but the example of /retry_after is 3600',
    green: limited({ 'Retry-After': { ...integer, example: 60 } }, {}, retrying, { example: { retry_after: 60 } }),
  },
  'lint/unused-plan': {
    red: small({ 'x-auth-conformance': { plans: { free: {}, pro: {} }, accounts: { home: { plan: 'pro' } } } }),
    at: ['/x-auth-conformance/plans/free'],
    message: 'free has no account',
    green: small({ 'x-auth-conformance': { plans: { free: {} }, accounts: { home: { plan: 'free' } } } }),
  },
};
