import type { DialogueStep, Participant } from '../../digest/dialogue.ts';
import { shorten } from '../../digest/visible.ts';
import { exchangeAnchor } from '../card/exchange.tsx';
import { SIGNS, tone } from '../mark.tsx';

const WIDTH = 720;
const HEAD = 34;
const STEP = 52;
/** Room for half of the longest name at each side. */
const CLIENT = 80;
/** Room for what is checked, at the right. */
const CHECKS = 200;

/** An OAuth dialogue as a sequence diagram; each request leads to its exchange. */
export function SequenceDiagram({ steps, label }: { readonly steps: readonly DialogueStep[]; readonly label: string }) {
  const participants = [...new Set(steps.map(({ to }) => to))];
  const place = (to: Participant) => CLIENT + ((participants.indexOf(to) + 1) * (WIDTH - 2 * CLIENT)) / participants.length;
  const hasChecks = steps.some(({ checked }) => checked !== undefined);
  const width = WIDTH + (hasChecks ? CHECKS : 0);
  const height = HEAD + steps.length * STEP + 12;
  return (
    <div class="scroll figure" tabindex={0} role="region" aria-label={label}>
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="group" aria-label={label}>
        <Lifeline x={CLIENT} name={steps[0]?.principal ?? 'client'} height={height} />
        {hasChecks && (
          <text class="participant" x={WIDTH} y={15}>
            check
          </text>
        )}
        {participants.map((name) => (
          <Lifeline x={place(name)} name={name} height={height} />
        ))}
        {steps.map((step, index) => (
          <Step step={step} x={place(step.to)} y={HEAD + index * STEP + 18} />
        ))}
      </svg>
    </div>
  );
}

function Lifeline({ x, name, height }: { readonly x: number; readonly name: string; readonly height: number }) {
  return (
    <>
      <line class="lifeline" x1={x} y1={22} x2={x} y2={height} />
      <text class="participant" x={x} y={15} text-anchor="middle">
        {shorten(name, 24)}
      </text>
    </>
  );
}

function Step({ step, x, y }: { readonly step: DialogueStep; readonly x: number; readonly y: number }) {
  const { exchange, request, sent, response, failed, checked } = step;
  const middle = (CLIENT + x) / 2;
  return (
    <a href={`#${exchangeAnchor(exchange)}`} class={failed ? 'step fail' : 'step'}>
      <title>{sent.length > 0 ? `sends ${sent.join(', ')}` : 'sends no parameters'}</title>
      <text x={middle} y={y - 5} text-anchor="middle">
        {shorten(request, 60)}
      </text>
      <line x1={CLIENT} y1={y} x2={x - 5} y2={y} />
      <path d={`M${x} ${y}l-8 -4v8z`} />
      <text class="back" x={middle} y={y + 17} text-anchor="middle">
        {shorten(response, 70)}
      </text>
      <line class="back" x1={x} y1={y + 22} x2={CLIENT + 5} y2={y + 22} />
      <path d={`M${CLIENT} ${y + 22}l8 -4v8z`} />
      {checked && (
        <text class="checked" x={WIDTH} y={y + 14}>
          <tspan class={tone(checked.outcome)}>{SIGNS[checked.outcome]}</tspan> {shorten(checked.label, 26)}
        </text>
      )}
    </a>
  );
}
