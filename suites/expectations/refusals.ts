import type { Contract, DocumentedResponse, Operation } from '../../spec/contract.ts';
import { expectDocumentedBody, expectDocumentedWords, hasWords, replyOf } from './answer.ts';
import type { Evidence, Observation } from '../engine/evidence.ts';
import { notApplicable, operationIn, type Judgement, type CheckContext } from '../engine/check.ts';

/** Which of an operation's documented refusals. */
export type RefusalOf = (operation: Operation) => DocumentedResponse;

/** The refusal of a take's operation has the documented body; only an answer of that status is judged. */
export function documentedBody(
  observation: Observation,
  context: CheckContext,
  refusalOf: RefusalOf,
  probe: Evidence = observation.probes[0]!,
): Judgement {
  const refusal = refusalOf(operationIn(context.contract, observation.case)!);
  if (!refusal.documented || refusal.content.length === 0) return notApplicable(`the document does not describe its ${refusal.status}`);
  return otherStatus(probe, refusal) ?? expectDocumentedBody(context, probe, refusal);
}

/** The refusal of a take's operation is worded as documented. */
export function documentedWords(
  observation: Observation,
  context: CheckContext,
  refusalOf: RefusalOf,
  probe: Evidence = observation.probes[0]!,
): Judgement {
  const refusal = refusalOf(operationIn(context.contract, observation.case)!);
  if (!hasWords(refusal)) return notApplicable(`the document gives no example of its ${refusal.status}`);
  return otherStatus(probe, refusal) ?? expectDocumentedWords(context, probe, refusal);
}

/** Whether the status is the right one is another requirement's matter. */
function otherStatus(probe: Evidence, refusal: DocumentedResponse): Judgement | undefined {
  const { status } = replyOf(probe);
  return status === refusal.status ? undefined : notApplicable(`answered with ${status}: there is no ${refusal.status} to judge`);
}

/**
 * The statuses of a bad credential: 401, and also 403 where the document describes no 401 and the operation asks for API keys alone. A 401
 * must come with a challenge, and for keys in fields of their own there is none. @see RFC 9110 §15.5.2
 */
export function badCredentialStatuses({ schemes }: Contract, { unauthorized, security }: Operation): readonly number[] {
  const asked = new Set(security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)));
  const challenged = schemes.some(({ name, type }) => asked.has(name) && type !== 'apiKey');
  return challenged || unauthorized.documented ? [401] : [401, 403];
}

/** Documented refusals of all secured operations. */
export const refusalsOf = (operations: readonly Operation[], refusalOf: RefusalOf) =>
  operations.filter((operation) => !operation.public).map(refusalOf);
