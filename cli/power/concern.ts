import { faults } from '../../mock/faults/faults.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';

/** The requirements that a fault turns red. */
export function concerned(fault: string): readonly RequirementId[] {
  const { breaks, also = [] } = faults[fault]!;
  return [...new Set<RequirementId>([...breaks, ...also])];
}
