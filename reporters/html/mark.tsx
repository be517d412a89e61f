import { withNoun } from '../digest/with-noun.ts';
import type { Outcome, RequirementResult } from '../../suites/result/result.ts';

/** Outcomes as signs. */
export const SIGNS: { readonly [outcome in Outcome]: string } = {
  pass: '✓',
  fail: '✗',
  inconclusive: '?',
  blocked: '?',
  'not-applicable': '–',
  error: '‼',
};

/** The outcome of a requirement in the words of the page: a failed SHOULD or MAY is a warning. */
export function shownOutcome({ outcome, level }: RequirementResult) {
  if (outcome === 'fail') return level === 'MUST' ? 'failed' : 'warning';
  if (outcome === 'pass') return 'passed';
  return outcome === 'not-applicable' ? 'not applicable' : 'undecided';
}

/** The CSS class for an outcome: a failed SHOULD or MAY is a warning. */
export function tone(outcome: Outcome, level: RequirementResult['level'] = 'MUST'): string {
  if (outcome === 'fail') return level === 'MUST' ? 'fail' : 'warn';
  if (outcome === 'pass') return 'pass';
  return outcome === 'not-applicable' ? 'none' : 'open';
}

/** An outcome as a sign, with its name for screen readers. */
export function Mark({ outcome, level }: { readonly outcome: Outcome; readonly level?: RequirementResult['level'] }) {
  return (
    <span class={`mark ${tone(outcome, level)}`}>
      <span aria-hidden="true">{SIGNS[outcome]}</span>
      <span class="unseen">{outcome}</span>
    </span>
  );
}

/** An outcome as a word, with the share of decided checks. */
export function Badge({ requirement }: { readonly requirement: RequirementResult }) {
  const { outcome, level, severity, decided, total } = requirement;
  return (
    <>
      <span class={`badge ${tone(outcome, level)}`}>{shownOutcome(requirement)}</span>
      {outcome === 'fail' && severity === 'critical' && <span class="badge fail solid">critical</span>}
      {total > 0 && (
        <span class="soft nowrap">
          {decided} of {withNoun(total, 'check')} decided
        </span>
      )}
    </>
  );
}
