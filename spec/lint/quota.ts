import type { Contract, DocumentedResponse, Json } from '../contract.ts';
import type { ResponsePlace } from '../quotas.ts';
import { parts, type DocumentNode, nodeAt, step } from '../loading/document-node.ts';
import { statesLimit } from '../plan.ts';
import { valueAt } from '../json/pointer.ts';
import { type Example, examplesOf } from './rules/examples.ts';

/** All documented responses without duplicates, including those that belong to no operation. */
export function describedResponses(contract: Contract): readonly DocumentedResponse[] {
  const { operations, insecure, ipBlocked, unauthorized, forbidden, limited } = contract;
  const all = [...operations.flatMap(({ responses }) => responses), insecure, ipBlocked, unauthorized, forbidden, limited];
  return [...new Map(all.filter(({ documented }) => documented).map((response) => [response.place.pointer, response])).values()];
}

/** The descriptions of a header, without duplicates. */
export function headersNamed(
  contract: Pick<Contract, 'document'>,
  responses: readonly DocumentedResponse[],
  name: string,
): readonly DocumentNode[] {
  const wanted = name.toLowerCase();
  const nodes = responses.flatMap(({ place }) =>
    parts(step(nodeAt(contract.document, place.pointer), 'headers'))
      .filter(([header]) => header.toLowerCase() === wanted)
      .map(([, node]) => node),
  );
  return [...new Map(nodes.map((node) => [node.pointer, node])).values()];
}

/** The examples of a response's bodies, including those of their schemas. */
export function bodyExamples(contract: Contract, { place }: DocumentedResponse): readonly Example[] {
  return parts(step(nodeAt(contract.document, place.pointer), 'content')).flatMap(([, media]) => examplesOf(media));
}

/** The values of the examples at a location in these responses. */
export function shownAt(contract: Contract, responses: readonly DocumentedResponse[], place: ResponsePlace): readonly Example[] {
  if (place.header !== undefined) return headersNamed(contract, responses, place.header).flatMap(examplesOf);
  const { pointer } = place;
  if (pointer === undefined) return [];
  const shown = responses
    .flatMap((response) => bodyExamples(contract, response))
    .flatMap(({ at, value }): readonly Example[] => {
      const found = valueAt(value, pointer);
      return found === undefined ? [] : [{ at: at + pointer, value: found }];
    });
  return [...new Map(shown.map((example) => [example.at, example])).values()];
}

/** A number, or a number in text form. */
export function statedNumber(value: Json): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' ? number : undefined;
}

/** Whether the document has limits: plans with windows, or headers that report limits. */
export function speaksOfLimits(contract: Contract): boolean {
  const { rateLimit } = contract;
  return statesLimit(contract) || [rateLimit.limit, rateLimit.remaining, rateLimit.reset].some((role) => role.length > 0);
}
