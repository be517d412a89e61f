import type { Json, JsonObject } from '../contract.ts';

const numbers = (parts: readonly JsonObject[], pick: (part: JsonObject) => Json | undefined): readonly number[] =>
  parts.map(pick).filter((value) => typeof value === 'number');

/** A number that schemas may allow together; the usual one is 1. */
export function numberCandidate(parts: readonly JsonObject[], whole: boolean, variant: number): number {
  if (parts.some(({ format }) => format === 'unixtime')) return 1_609_459_200 + variant;
  const unit = whole ? 1 : 0.5;
  const moved = (value: Json | undefined, bound: Json | undefined, by: number) =>
    value === true && typeof bound === 'number' ? bound + by : typeof value === 'number' ? value + by : undefined;
  const least = Math.max(
    ...numbers(parts, ({ minimum }) => minimum),
    ...numbers(parts, ({ exclusiveMinimum, minimum }) => moved(exclusiveMinimum, minimum, unit)),
  );
  const most = Math.min(
    ...numbers(parts, ({ maximum }) => maximum),
    ...numbers(parts, ({ exclusiveMaximum, maximum }) => moved(exclusiveMaximum, maximum, -unit)),
  );
  const start = Math.max(least, 1);
  const wanted = start <= most && Number.isFinite(most) ? start + (variant % (Math.floor(most - start) + 1)) : start + variant;
  const chosen = wanted <= most ? wanted : Number.isFinite(least) && variant === 0 ? (least + most) / 2 : most - variant;
  const [step] = numbers(parts, ({ multipleOf }) => multipleOf);
  if (step !== undefined && step > 0) {
    const above = Math.ceil(chosen / step) * step;
    return above <= most ? above : Math.floor(chosen / step) * step;
  }
  return whole ? Math.min(Math.ceil(chosen), Math.floor(most)) : chosen;
}
