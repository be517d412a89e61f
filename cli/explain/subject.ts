import { catalogue, isRequirementId, requirementIds, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Topic } from '../../spec/catalogue/requirement.ts';
import { suggestion } from '../../spec/suggestion.ts';
import { usage } from '../failure.ts';

/** What is to be explained. `parts`: what the id of a check has behind the requirement's, decoded. */
export type Subject =
  | { readonly kind: 'all' }
  | { readonly kind: 'topic'; readonly topic: Topic }
  | { readonly kind: 'requirement'; readonly id: RequirementId; readonly parts: readonly string[] };

/** The topics that have requirements, in the order of the catalogue. */
export const explainableTopics: readonly Topic[] = [...new Set(requirementIds.map((id) => catalogue[id].topic))];

/** So many parts stand at most behind the requirement's id: operation, principal, variant. */
const most = 3;
/** So many ids are suggested. */
const few = 5;

/**
 * Finds what a name on the command line stands for: a topic, a requirement, or a check of one.
 *
 * @throws {Failure} with suggestions where it is none of them
 */
export function subjectOf(name: string | undefined): Subject {
  if (name === undefined) return { kind: 'all' };
  const topic = explainableTopics.find((candidate) => candidate === name);
  if (topic) return { kind: 'topic', topic };
  const [first, second, ...rest] = name.replace(/\/+$/, '').split('/');
  const id = `${first}/${second}`;
  if (!isRequirementId(id)) throw usage(unknown(name));
  if (rest.length > most)
    throw usage(
      `"${name}" has more parts than a check: expected topic/requirement/operation/principal/variant, each percent-encoded; a path is written %2Fpath`,
    );
  return { kind: 'requirement', id, parts: rest.map((part) => decoded(part, name)) };
}

function decoded(part: string, name: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw usage(`"${name}": "${part}" is not percent-encoded; a % itself is written %25`);
  }
}

const nameOf = (id: string) => id.split('/')[1]!;

function unknown(name: string): string {
  const [first = '', second] = name.split('/');
  const word = second ?? first;
  const near = suggestion(name.split('/').slice(0, 2).join('/'), [...requirementIds, ...explainableTopics]);
  const alike = suggestion(word, requirementIds.map(nameOf));
  const found = [
    ...(near === undefined ? [] : [near]),
    ...requirementIds.filter((id) => nameOf(id) === alike),
    ...requirementIds.filter((id) => word.length > 2 && nameOf(id).includes(word.toLowerCase())),
  ];
  const meant = [...new Set(found)].slice(0, few);
  const hint = meant.length === 0 ? `the topics are ${explainableTopics.join(', ')}` : `did you mean ${meant.join(' or ')}?`;
  return `no requirement, check or topic is called "${name}": ${hint}\n"auth-conformance explain" lists all requirements.`;
}
