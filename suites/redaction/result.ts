import { defined } from '../../spec/defined.ts';
import type { CheckResult, Result } from '../result/result.ts';
import type { Redactor } from './redactor.ts';

/** Members of mismatches and causes that the project itself names. */
const own = new Set(['code', 'kind']);

/** A value with the secrets in its texts replaced; the names of its members and its codes stay. */
function cleaned<Value>(value: Value, redact: Redactor['redact']): Value;
function cleaned(value: unknown, redact: Redactor['redact']): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item: unknown) => cleaned(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, own.has(name) ? item : cleaned<unknown>(item, redact)]));
}

/** A check with the secrets in what it says about responses replaced. */
export function checkWithoutSecrets<Check extends Omit<CheckResult, 'exchanges'>>(
  check: Check,
  { redact }: Pick<Redactor, 'redact'>,
): Check {
  const { reason, where, expected, observed, needs, mismatch, cause } = check;
  return { ...check, ...cleaned(defined({ reason, where, expected, observed, needs, mismatch, cause }), redact) };
}

/** A result with the secrets in what it says about responses replaced. Its exchanges have none already; ids, names and codes stay. */
export function withoutSecrets(result: Result, redactor: Pick<Redactor, 'redact'>): Result {
  const { redact } = redactor;
  return {
    ...result,
    exit: cleaned(result.exit, redact),
    warnings: cleaned(result.warnings, redact),
    notes: result.notes.map((note) => ({ ...note, message: redact(note.message), ...cleaned(defined({ table: note.table }), redact) })),
    preflight: result.preflight.map((line) => ({ ...line, message: redact(line.message), ...cleaned(defined({ fix: line.fix }), redact) })),
    requirements: result.requirements.map((requirement) => ({
      ...requirement,
      ...cleaned(defined({ reason: requirement.reason }), redact),
      checks: requirement.checks.map((check) => checkWithoutSecrets(check, redactor)),
    })),
  };
}
