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
import { wrongBasePath } from './http/wrong-base-path.ts';
import { declaredPlaces } from './credentials/declared-places.ts';

/** Every scenario, in the order in which a run plays them: those that only read come first, those that expose a credential last. */
export const scenarios: readonly ActiveScenario[] = [
  tlsHandshake,
  plainHttp,
  forwardedProto,
  forgedJwts,
  unknownCredentials,
  wrongSchemes,
  malformedCredentials,
  headerNotations,
  tokenCharacters,
  oversizedCredentials,
  partialCredentials,
  declaredPlaces,
  missingCredentials,
  headRequests,
  optionsRequests,
  traceRequests,
  pathSpellings,
  cachedResponses,
  overHttp2,
  splitRequests,
  optionalContentType,
  corsOrigins,
  wrongBasePath,
  sameAccount,
  whoamiScenario,
  rateLimitHeaders,
  forwardedFor,
  equivalentRequests,
  unchargedRejections,
  forwardedAddress,
  allowlistEdges,
  operationMatrix,
  blockedAddress,
  rejectedChanges,
  otherAccounts,
  undeclaredChanges,
  requestErrors,
  undeclaredMethods,
  methodOverrides,
  windowExhaustion,
  parallelBurst,
  errorPrecedence,
  otherFlows,
  codeFlow,
  misplacedCredentials,
  plainHttpCredentials,
  credentialGuessing,
];

/** The scenario of a name; undefined if there is none. */
export const scenarioNamed = (name: string): ActiveScenario | undefined => scenarios.find((scenario) => scenario.name === name);
