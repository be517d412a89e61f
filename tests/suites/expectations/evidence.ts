import type { Contract } from '../../../spec/contract.ts';
import type { RateLimit } from '../../../spec/quotas.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { createValidator } from '../../../spec/schema/validator.ts';
import type { Mismatch, Judgement, CheckContext } from '../../../suites/engine/check.ts';
import { describeMismatch } from '../../../suites/words/describe.ts';
import type { Evidence } from '../../../suites/engine/evidence.ts';
import { createPrincipals } from '../../../suites/principals/principals.ts';
import type { Reply } from '../../../suites/http/target.ts';
import { settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);
const settings = settingsFor(stillMock(contract));

/** What the bundled document and the principals of its mock are judged by. */
export const context: CheckContext = {
  contract,
  validate: createValidator(contract),
  principals: createPrincipals(contract, settings),
  settings,
};

/** The same document, with other rules about limits. */
export const ruledBy = (rules: Partial<RateLimit>): Contract => ({ ...contract, rateLimit: { ...contract.rateLimit, ...rules } });

/** 2027-01-15, 08:00:00 UTC, in seconds. */
export const now = 1_800_000_000;

export const dateAt = (seconds: number) => new Date(seconds * 1000).toUTCString();

export const reply = (status: number, headers: readonly string[] = [], body = ''): Reply => ({ status, headers, body });

/** An exchange without an answer. */
export const silent: Evidence = {
  id: 'scene#1',
  scenario: 'scene',
  role: 'probe',
  operation: 'testAuth',
  startedAt: now * 1000,
  milliseconds: 1,
  connection: { scheme: 'https' },
  request: { method: 'GET', url: 'https://mock.example/v1/auth/test', headers: [] },
};

export const answered = (answer: Reply, changes: Partial<Evidence> = {}): Evidence => ({ ...silent, reply: answer, ...changes });

/** An answer so many seconds from now whose fields, where they are given, report a quota. */
export function metered(
  fields: { readonly limit?: number; readonly remaining?: number; readonly reset?: number | string },
  after = 0,
  status = 200,
): Evidence {
  const headers = Object.entries({
    'X-RateLimit-Limit': fields.limit,
    'X-RateLimit-Remaining': fields.remaining,
    'X-RateLimit-Reset': fields.reset,
  }).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]));
  return answered(reply(status, ['Date', dateAt(now + after), ...headers]), { startedAt: (now + after) * 1000 });
}

/** A judgement in one line each: why it is undecided, or what is wrong and where. */
export function inShort(judgement: Judgement): readonly string[] {
  if ('outcome' in judgement) return [`${judgement.outcome}: ${Object.values(judgement.cause).join(' ')}`];
  return judgement.map((mismatch) => {
    const { where, expected, observed } = describeMismatch(mismatch);
    return `${mismatch.code} at ${where}: ${observed} instead of ${expected}`;
  });
}

/** What is wrong, as a code. */
export const reasonOf = ({ code }: Mismatch): string => code;
