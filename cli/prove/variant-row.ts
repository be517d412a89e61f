import { variants } from '../../mock/variants/variants.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Crew } from './crew.ts';
import type { Ground } from './matrix.ts';
import type { Trial } from './trial.ts';

/** What became of a variant: all `green`, an `alarm` that nothing justifies, or `void` where it answered every request as the sound mock. */
export type VariantFate = 'green' | 'alarm' | 'void';

export interface VariantRow {
  readonly variant: string;
  readonly says: string;
  readonly fate: VariantFate;
  /** The titles of the documents on which it differs from the sound mock. */
  readonly documents: readonly string[];
  /** What turned red or stayed open because of it: document, requirement or check, reason. */
  readonly alarms: readonly string[];
}

/** Tries a variant on every document. */
export async function variantRow(variant: string, grounds: readonly Ground[], attempt: Crew['try']): Promise<VariantRow> {
  const { description: says, warns = [] } = variants[variant]!;
  const excused = new Set<RequirementId>(warns);
  const tried = await Promise.all(grounds.map(async (ground) => ({ ground, trial: await attempt(ground.index, { variant }) })));
  const differing = tried.filter(({ ground, trial }) => trial.transcript !== ground.good.transcript);
  const alarms = differing.flatMap(({ ground, trial }) =>
    alarmsOf(ground.good, trial, excused).map((alarm) => `${ground.title}: ${alarm}`),
  );
  const fate = differing.length === 0 ? 'void' : alarms.length > 0 ? 'alarm' : 'green';
  return { variant, says, fate, documents: differing.map(({ ground }) => ground.title), alarms };
}

/** What a trial has against a mock that the sound one was spared. */
function alarmsOf(good: Trial, { red, undecided }: Trial, excused: ReadonlySet<RequirementId>): readonly string[] {
  const open = new Set(good.undecided.map(({ id }) => id));
  return [
    ...[...red].filter((id) => !good.red.has(id) && !excused.has(id)).map((id) => `${id} failed`),
    ...undecided.filter(({ id }) => !open.has(id)).map(({ id, reason }) => `${id}: ${reason}`),
  ];
}
