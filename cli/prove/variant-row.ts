import { variants } from '../../mock/variants/variants.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Attempt, TestedDocument, Trial, VariantRow } from './kill-matrix.ts';

/** Tries a variant on every document. */
export async function variantRow(variant: string, documents: readonly TestedDocument[], attempt: Attempt): Promise<VariantRow> {
  const { description, warns = [] } = variants[variant]!;
  const excused = new Set<RequirementId>(warns);
  const tried = await Promise.all(documents.map(async (ground) => ({ ground, trial: await attempt(ground.index, { variant }) })));
  const differing = tried.filter(({ trial }) => trial.differs);
  const alarms = differing.flatMap(({ ground, trial }) =>
    alarmsOf(ground.good, trial, excused).map((alarm) => `${ground.title}: ${alarm}`),
  );
  const fate = differing.length === 0 ? 'void' : alarms.length > 0 ? 'alarm' : 'green';
  return { variant, description, fate, documents: differing.map(({ ground }) => ground.title), alarms };
}

/** What failed or stayed undecided in a trial, but not with the conformant mock. */
function alarmsOf(good: Trial, { red, undecided }: Trial, excused: ReadonlySet<RequirementId>): readonly string[] {
  const open = new Set(good.undecided.map(({ id }) => id));
  return [
    ...[...red].filter((id) => !good.red.has(id) && !excused.has(id)).map((id) => `${id} failed`),
    ...undecided.filter(({ id }) => !open.has(id)).map(({ id, reason }) => `${id}: ${reason}`),
  ];
}
