/**
 * Where the site explains what a name stands for.
 *
 * @module
 */
import { faultNames } from '../../mock/faults/faults.ts';
import { variantNames } from '../../mock/variants/variants.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { clientRequirementIds } from '../../spec/catalogue/client/client.ts';
import { headingAnchor } from '../generate/markdown.ts';
import { faultTopic } from '../generate/mock-pages.ts';

const placeIn = (page: string, name: string) => [name, `/docs/${page}.md#${headingAnchor(name)}`] as const;

/** The section of each requirement, fault and variant. */
export const places: ReadonlyMap<string, string> = new Map([
  ...variantNames.map((name) => placeIn('variants', name)),
  ...faultNames.map((name) => placeIn(`faults/${faultTopic(name)}`, name)),
  ...[...requirementIds, ...clientRequirementIds].map((id) => placeIn(`requirements/${id.split('/')[0]}`, id)),
]);
