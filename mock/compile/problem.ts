import type { Contract, Operation } from '../../spec/contract.ts';
import { envelopesLike } from './envelope.ts';
import { prepareResponse, preferredContent, type PreparedResponse } from './prepared.ts';

const wordings = {
  400: ['bad_request', 'The request is malformed'],
  404: ['not_found', 'There is nothing at this path'],
  405: ['method_not_allowed', 'The method is not available at this path'],
  408: ['request_timeout', 'The request did not arrive in time'],
  413: ['payload_too_large', 'The body is larger than is accepted'],
  415: ['unsupported_media_type', 'The media type of the body is not accepted'],
  417: ['expectation_failed', 'The expectation cannot be met'],
  422: ['unprocessable_content', 'The body is well-formed but not valid'],
  431: ['header_fields_too_large', 'The header is larger than is accepted'],
  500: ['internal_error', 'Something went wrong'],
  501: ['not_implemented', 'The method is not implemented'],
} as const satisfies { readonly [status: number]: readonly [code: string, message: string] };

/** Status codes of errors that every server needs, documented or not. */
export type ProblemStatus = keyof typeof wordings;
export type Problems = { readonly [status in ProblemStatus]: PreparedResponse };

const constant: ReadonlySet<string> = new Set();

/** All problems, in the shape of the document's error responses. */
export function compileProblems(contract: Contract, live: ReadonlySet<string> = constant): Problems {
  const envelope = envelopesLike(contract.unauthorized);
  const problem = (status: ProblemStatus) => {
    const [code, message] = wordings[status];
    const { type, value, marks } = envelope(status, code, message);
    return prepareResponse({ status, headers: [], live, marks }, type, value);
  };
  return {
    400: problem(400),
    404: problem(404),
    405: problem(405),
    408: problem(408),
    413: problem(413),
    415: problem(415),
    417: problem(417),
    422: problem(422),
    431: problem(431),
    500: problem(500),
    501: problem(501),
  };
}

/** The problems of one operation: documented examples replace the common ones. */
export function operationProblems(common: Problems, operation: Operation, live: ReadonlySet<string>): Problems {
  const own = operation.responses.flatMap((response) => {
    const { status, documented, content, headers } = response;
    const chosen = preferredContent(content);
    if (!documented || !Object.hasOwn(wordings, status) || chosen?.example === undefined) return [];
    return [[status, prepareResponse({ status, headers, live, marks: [] }, chosen.type, chosen.example)] as const];
  });
  return own.length === 0 ? common : { ...common, ...Object.fromEntries(own) };
}
