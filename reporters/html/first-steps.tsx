import type { Result } from '../../suites/result/result.ts';
import { withNoun } from '../digest/with-noun.ts';
import { failedRequirements, undecidedRequirements } from '../digest/digest.ts';
import { byCause, causeLine } from '../digest/causes.ts';
import { anchor, Prose } from './card/parts.tsx';

/** How many steps are proposed. */
const most = 3;

/** What to do first: fix the most urgent failures, else add what decides most. */
export function FirstSteps({ result }: { readonly result: Result }) {
  const failed = failedRequirements(result);
  const causes = byCause(undecidedRequirements(result)).filter(({ needs }) => needs !== undefined);
  const problems = result.preflight.filter(({ outcome }) => outcome === 'fail');
  const steps = [
    ...problems.map(({ id, message, fix }) => ({ title: message, text: fix ?? '', href: `#preflight-${id.replaceAll(/\W/g, '-')}` })),
    ...failed.map(({ id, title, guidance, demand }) => ({ title, text: guidance?.fix ?? demand, href: `#${anchor(id)}` })),
    ...causes.map((cause) => ({
      title: `To decide ${withNoun(cause.requirements.length, 'more requirement')}`,
      text: `${causeLine(cause)}.`,
      href: '#undecided',
    })),
  ].slice(0, most);
  if (steps.length === 0) return null;
  return (
    <section class="first" aria-labelledby="first-title">
      <h2 id="first-title">What to do first</h2>
      <ol>
        {steps.map(({ title, text, href }) => (
          <li>
            <a href={href}>{title}</a>
            <span class="soft">
              {' '}
              <Prose text={text} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
