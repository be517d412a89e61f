import type { RequirementResult, Result } from '../../suites/result/result.ts';
import { withNoun } from '../digest/with-noun.ts';
import { failedRequirements, undecidedRequirements } from '../digest/digest.ts';
import { byCause, causeLine } from '../digest/causes.ts';
import { Gist } from './card/gist.tsx';
import { anchor, capital, Prose } from './card/parts.tsx';
import { Mark } from './mark.tsx';

/** How many steps are proposed. */
const most = 3;

/** What to do first: fix the most urgent failures, else add what decides most. */
export function FirstSteps({ result }: { readonly result: Result }) {
  const failed = failedRequirements(result);
  const causes = byCause(undecidedRequirements(result)).filter(({ needs }) => needs !== undefined);
  const problems = result.preflight.filter(({ outcome }) => outcome === 'fail');
  const steps = [
    ...problems.map(({ id, message, fix }) => ({ title: message, text: fix ?? '', href: `#preflight-${id.replaceAll(/\W/g, '-')}` })),
    ...failed.map((requirement) => ({
      title: requirement.title,
      text: requirement.guidance?.fix ?? requirement.demand,
      href: `#${anchor(requirement.id)}`,
      requirement,
    })),
    ...causes.map((cause) => ({
      title: `To decide ${withNoun(cause.requirements.length, 'more requirement')}`,
      text: `${capital(causeLine(cause))}.`,
      href: '#undecided',
    })),
  ];
  if (steps.length === 0) return null;
  const more = problems.length + failed.length - most;
  return (
    <section class="first" aria-labelledby="first-title">
      <h2 id="first-title">What to do first</h2>
      <ol>
        {steps.slice(0, most).map((step) => (
          <Step {...step} />
        ))}
      </ol>
      {more > 0 && (
        <p>
          <a href="#failed">And {more} more</a>
        </p>
      )}
    </section>
  );
}

interface StepProps {
  readonly title: string;
  readonly text: string;
  readonly href: string;
  readonly requirement?: RequirementResult;
}

function Step({ title, text, href, requirement }: StepProps) {
  return (
    <li>
      {requirement && <Mark {...requirement} />} <a href={href}>{title}</a> {requirement && <Gist requirement={requirement} />}
      <p class="soft">
        <Prose text={text} />
      </p>
    </li>
  );
}
