import { allowlistEdges } from './address/allowlist-edges.ts';
import { tokenCharacters } from './credentials/token-characters.ts';
import { pathSpellings } from './http/path-spellings.ts';
import { wrongSchemes } from './credentials/wrong-schemes.ts';
import { rejectedChanges } from './scopes/rejected-changes.ts';
import { blockedAddress } from './address/blocked-address.ts';
import { windowExhaustion } from './limits/window-exhaustion.ts';
import { forgedJwts } from './jwt/forged-jwts.ts';
import { forwardedAddress } from './address/forwarded-address.ts';
import { forwardedFor } from './limits/forwarded-for.ts';
import { forwardedProto } from './transport/forwarded-proto.ts';
import { unchargedRejections } from './limits/uncharged-rejections.ts';
import { codeFlow } from './oauth/code-flow.ts';
import { credentialGuessing } from './abuse/credential-guessing.ts';
import { partialCredentials } from './credentials/partial-credentials.ts';
import { tlsHandshake } from './transport/tls-handshake.ts';
import { headRequests } from './http/head-requests.ts';
import { overHttp2 } from './http/over-http2.ts';
import { unknownCredentials } from './credentials/unknown-credentials.ts';
import { whoamiScenario } from './whoami/whoami.ts';
import { missingCredentials } from './credentials/missing-credentials.ts';
import { malformedCredentials } from './credentials/malformed-credentials.ts';
import { operationMatrix } from './scopes/operation-matrix.ts';
import { rateLimitHeaders } from './limits/rate-limit-headers.ts';
import { undeclaredMethods } from './http/undeclared-methods.ts';
import { misplacedCredentials } from './credentials/misplaced-credentials.ts';
import { requestErrors } from './errors/request-errors.ts';
import { otherAccounts } from './abuse/other-accounts.ts';
import { corsOrigins } from './abuse/cors-origins.ts';
import { headerNotations } from './credentials/header-notations.ts';
import { optionsRequests } from './http/options-requests.ts';
import { otherFlows } from './oauth/other-flows.ts';
import { methodOverrides } from './http/method-overrides.ts';
import { oversizedCredentials } from './credentials/oversized-credentials.ts';
import { splitRequests } from './http/split-requests.ts';
import { plainHttpCredentials } from './transport/plain-http-credentials.ts';
import { plainHttp } from './transport/plain-http.ts';
import { errorPrecedence } from './http/error-precedence.ts';
import { sameAccount } from './credentials/same-account.ts';
import type { ActiveScenario } from '../engine/scenario.ts';
import { equivalentRequests } from './abuse/equivalent-requests.ts';
import { parallelBurst } from './limits/parallel-burst.ts';
import { cachedResponses } from './http/cached-responses.ts';
import { traceRequests } from './http/trace-requests.ts';
import { undeclaredChanges } from './abuse/undeclared-changes.ts';
import { optionalContentType } from './credentials/optional-content-type.ts';
import { wrongBasePath } from './credentials/wrong-base-path.ts';

/** Every scene, in the order in which a run plays them: what only reads comes first, what exposes a credential last. */
export const scenarios = {
  'tls-handshake': tlsHandshake,
  'plain-http': plainHttp,
  'forwarded-proto': forwardedProto,
  'forged-jwts': forgedJwts,
  'unknown-credentials': unknownCredentials,
  'wrong-schemes': wrongSchemes,
  'malformed-credentials': malformedCredentials,
  'header-notations': headerNotations,
  'token-characters': tokenCharacters,
  'oversized-credentials': oversizedCredentials,
  'partial-credentials': partialCredentials,
  'missing-credentials': missingCredentials,
  'head-requests': headRequests,
  'options-requests': optionsRequests,
  'trace-requests': traceRequests,
  'path-spellings': pathSpellings,
  'cached-responses': cachedResponses,
  'over-http2': overHttp2,
  'split-requests': splitRequests,
  'optional-content-type': optionalContentType,
  'cors-origins': corsOrigins,
  'wrong-base-path': wrongBasePath,
  'same-account': sameAccount,
  whoami: whoamiScenario,
  'rate-limit-headers': rateLimitHeaders,
  'forwarded-for': forwardedFor,
  'equivalent-requests': equivalentRequests,
  'uncharged-rejections': unchargedRejections,
  'forwarded-address': forwardedAddress,
  'allowlist-edges': allowlistEdges,
  'operation-matrix': operationMatrix,
  'blocked-address': blockedAddress,
  'rejected-changes': rejectedChanges,
  'other-accounts': otherAccounts,
  'undeclared-changes': undeclaredChanges,
  'request-errors': requestErrors,
  'undeclared-methods': undeclaredMethods,
  'method-overrides': methodOverrides,
  'window-exhaustion': windowExhaustion,
  'parallel-burst': parallelBurst,
  'error-precedence': errorPrecedence,
  'other-flows': otherFlows,
  'code-flow': codeFlow,
  'misplaced-credentials': misplacedCredentials,
  'plain-http-credentials': plainHttpCredentials,
  'credential-guessing': credentialGuessing,
} as const satisfies { readonly [name: string]: ActiveScenario };

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames: readonly ScenarioName[] = Object.keys(scenarios).filter(isScenarioName);

/** Whether a scenario is called so. */
export function isScenarioName(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name);
}
