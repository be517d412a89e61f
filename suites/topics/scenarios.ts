import { borderCalls } from './address/allowlist-edges.ts';
import { charactersScene } from './credentials/token-characters.ts';
import { detours } from './http/path-spellings.ts';
import { disguises } from './credentials/wrong-schemes.ts';
import { effects } from './scopes/rejected-changes.ts';
import { elsewhere } from './address/blocked-address.ts';
import { exhaustion } from './limits/window-exhaustion.ts';
import { forgeryScene } from './jwt/forged-jwts.ts';
import { forwarded } from './address/forwarded-address.ts';
import { forwardedCalls } from './limits/forwarded-for.ts';
import { forwardedProto } from './transport/forwarded-proto.ts';
import { freeRefusals } from './limits/uncharged-rejections.ts';
import { grants } from './oauth/code-flow.ts';
import { guesses } from './abuse/credential-guessing.ts';
import { halves } from './credentials/partial-credentials.ts';
import { handshakes } from './transport/tls-handshake.ts';
import { heads } from './http/head-requests.ts';
import { http2 } from './http/over-http2.ts';
import { imposters } from './credentials/unknown-credentials.ts';
import { introductions } from './whoami/whoami.ts';
import { intruders } from './credentials/missing-credentials.ts';
import { malformed } from './credentials/malformed-credentials.ts';
import { matrix } from './scopes/operation-matrix.ts';
import { meter } from './limits/rate-limit-headers.ts';
import { undeclaredMethods } from './http/undeclared-methods.ts';
import { misplaced } from './credentials/misplaced-credentials.ts';
import { mistaken } from './errors/request-errors.ts';
import { neighbours } from './abuse/other-accounts.ts';
import { origins } from './abuse/cors-origins.ts';
import { notationsScene } from './credentials/header-notations.ts';
import { options } from './http/options-requests.ts';
import { otherGrantsScene } from './oauth/other-flows.ts';
import { methodOverrides } from './http/method-overrides.ts';
import { oversized } from './credentials/oversized-credentials.ts';
import { inPieces } from './http/split-requests.ts';
import { plainCredentials } from './transport/plain-http-credentials.ts';
import { plainHttp } from './transport/plain-http.ts';
import { precedence } from './http/error-precedence.ts';
import { siblings } from './credentials/same-account.ts';
import type { Scene } from '../engine/scenario.ts';
import { spellingsScene } from './abuse/equivalent-requests.ts';
import { stampede } from './limits/parallel-burst.ts';
import { storedAnswers } from './http/cached-responses.ts';
import { traces } from './http/trace-requests.ts';
import { undeclared } from './abuse/undeclared-changes.ts';
import { variations } from './credentials/optional-content-type.ts';
import { wrongBase } from './credentials/wrong-base-path.ts';

/** Every scene, in the order in which a run plays them: what only reads comes first, what exposes a credential last. */
export const scenes = {
  'tls-handshake': handshakes,
  'plain-http': plainHttp,
  'forwarded-proto': forwardedProto,
  'forged-jwts': forgeryScene,
  'unknown-credentials': imposters,
  'wrong-schemes': disguises,
  'malformed-credentials': malformed,
  'header-notations': notationsScene,
  'token-characters': charactersScene,
  'oversized-credentials': oversized,
  'partial-credentials': halves,
  'missing-credentials': intruders,
  'head-requests': heads,
  'options-requests': options,
  'trace-requests': traces,
  'path-spellings': detours,
  'cached-responses': storedAnswers,
  'over-http2': http2,
  'split-requests': inPieces,
  'optional-content-type': variations,
  'cors-origins': origins,
  'wrong-base-path': wrongBase,
  'same-account': siblings,
  whoami: introductions,
  'rate-limit-headers': meter,
  'forwarded-for': forwardedCalls,
  'equivalent-requests': spellingsScene,
  'uncharged-rejections': freeRefusals,
  'forwarded-address': forwarded,
  'allowlist-edges': borderCalls,
  'operation-matrix': matrix,
  'blocked-address': elsewhere,
  'rejected-changes': effects,
  'other-accounts': neighbours,
  'undeclared-changes': undeclared,
  'request-errors': mistaken,
  'undeclared-methods': undeclaredMethods,
  'method-overrides': methodOverrides,
  'window-exhaustion': exhaustion,
  'parallel-burst': stampede,
  'error-precedence': precedence,
  'other-flows': otherGrantsScene,
  'code-flow': grants,
  'misplaced-credentials': misplaced,
  'plain-http-credentials': plainCredentials,
  'credential-guessing': guesses,
} as const satisfies { readonly [name: string]: Scene };

export type SceneName = keyof typeof scenes;

export const sceneNames: readonly SceneName[] = Object.keys(scenes).filter(isSceneName);

function isSceneName(name: string): name is SceneName {
  return Object.hasOwn(scenes, name);
}
