import { catalogue, isRequirementId, requirementIds, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import { clientRequirementIds, isClientRequirementId, type ClientRequirementId } from '../../spec/catalogue/client/client.ts';
import type { Topic } from '../../spec/catalogue/requirement.ts';
import { suggestion } from '../../spec/suggestion.ts';
import { usage } from '../failure.ts';

/** What to explain. `parts`: the parts of a check's id after the requirement's id, decoded. */
export type Subject =
  | { readonly kind: 'all' }
  | { readonly kind: 'topic'; readonly topic: Topic }
  | { readonly kind: 'client'; readonly id: ClientRequirementId; readonly scenario?: string }
  | { readonly kind: 'requirement'; readonly id: RequirementId; readonly parts: readonly string[] };

/** The topics with requirements, in the order of the catalogue. */
export const explainableTopics: readonly Topic[] = [...new Set<Topic>([...requirementIds.map((id) => catalogue[id].topic), 'client'])];

/** The most parts after the requirement's id: operation, principal, label. */
const maxParts = 3;
const maxSuggestions = 5;

/**
 * Finds the topic, requirement or check with a name.
 *
 * @throws {CommandFailure} with suggestions if there is none
 */
export function subjectOf(name: string | undefined): Subject {
  if (name === undefined) return { kind: 'all' };
  const topic = explainableTopics.find((candidate) => candidate === name);
  if (topic) return { kind: 'topic', topic };
  const [first, second, ...rest] = name.replace(/\/+$/, '').split('/');
  const id = `${first}/${second}`;
  if (isClientRequirementId(id)) return { kind: 'client', id, ...(rest[0] !== undefined && { scenario: decoded(rest[0], name) }) };
  if (!isRequirementId(id)) throw usage(unknown(name));
  if (rest.length > maxParts)
    throw usage(
      `"${name}" has too many parts: expected topic/requirement/operation/principal/variant, each percent-encoded; write a path as %2Fpath`,
    );
  return { kind: 'requirement', id, parts: rest.map((part) => decoded(part, name)) };
}

function decoded(part: string, name: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw usage(`"${name}": "${part}" is not percent-encoded; write % as %25`);
  }
}

const nameOf = (id: string) => id.split('/')[1]!;

function unknown(name: string): string {
  const [first = '', second] = name.split('/');
  const word = second ?? first;
  const ids = [...requirementIds, ...clientRequirementIds];
  const near = suggestion(name.split('/').slice(0, 2).join('/'), [...ids, ...explainableTopics]);
  const alike = suggestion(word, ids.map(nameOf));
  const found = [
    ...(near === undefined ? [] : [near]),
    ...ids.filter((id) => nameOf(id) === alike),
    ...ids.filter((id) => word.length > 2 && nameOf(id).includes(word.toLowerCase())),
  ];
  const meant = [...new Set(found)].slice(0, maxSuggestions);
  const hint = meant.length === 0 ? `the topics are ${explainableTopics.join(', ')}` : `did you mean ${meant.join(' or ')}?`;
  return `unknown requirement, check or topic "${name}": ${hint}\n"auth-conformance explain" lists all requirements.`;
}
