import type { Contract, DocumentedResponse, Operation } from '../../spec/contract.ts';
import { expectDocumentedBody, expectDocumentedWords, hasWords, replyOf } from './response.ts';
import { probesOf, type AnyObservation, type Evidence } from '../engine/evidence.ts';
import { notApplicable, operationIn, type Judgement, type CheckContext } from '../engine/check.ts';

/** Selects one of an operation's documented error responses. */
export type DocumentedErrorOf = (operation: Operation) => DocumentedResponse;

type Observed = Pick<AnyObservation, 'case' | 'probes'>;

/** The error response of a case's operation has the documented body; only a response of that status is judged. */
export function documentedBody(
  observation: Observed,
  context: CheckContext,
  documentedErrorOf: DocumentedErrorOf,
  response: Evidence | undefined = probesOf(observation)[0],
): Judgement {
  const documented = documentedErrorOf(operationIn(context.contract, observation.case)!);
  if (!documented.documented || documented.content.length === 0) {
    return notApplicable({ code: 'error-response-undescribed', status: documented.status });
  }
  return otherStatus(response, documented) ?? expectDocumentedBody(context, response!, documented);
}

/** The error response of a case's operation has the documented message. */
export function documentedWords(
  observation: Observed,
  context: CheckContext,
  documentedErrorOf: DocumentedErrorOf,
  response: Evidence | undefined = probesOf(observation)[0],
): Judgement {
  const documented = documentedErrorOf(operationIn(context.contract, observation.case)!);
  if (!hasWords(documented)) return notApplicable({ code: 'error-response-without-example', status: documented.status });
  return otherStatus(response, documented) ?? expectDocumentedWords(context, response!, documented);
}

/** The status is checked by another requirement. */
function otherStatus(response: Evidence | undefined, documented: DocumentedResponse): Judgement | undefined {
  const { status } = replyOf(response);
  return status === documented.status ? undefined : notApplicable({ code: 'other-status', status, wanted: documented.status });
}

/**
 * The statuses for an invalid credential: 401, and also 403 where the document describes no 401 and the operation accepts only API keys or client
 * certificates. A 401 must come with a challenge, and for these there is none. @see RFC 9110 §15.5.2
 */
export function badCredentialStatuses({ schemes }: Contract, { unauthorized, security }: Operation): readonly number[] {
  const accepted = new Set(security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)));
  const challenged = schemes.some(({ name, type }) => accepted.has(name) && type !== 'apiKey' && type !== 'mutualTLS');
  return challenged || unauthorized.documented ? [401] : [401, 403];
}

/** Documented error responses of all secured operations. */
export const documentedErrorsOf = (operations: readonly Operation[], documentedErrorOf: DocumentedErrorOf) =>
  operations.filter((operation) => !operation.public).map(documentedErrorOf);
