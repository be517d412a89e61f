import { borderCalls } from './borders.ts';
import { charactersScene } from './characters.ts';
import { detours } from './detours.ts';
import { disguises } from './disguises.ts';
import { effects } from './effects.ts';
import { elsewhere } from './elsewhere.ts';
import { exhaustion } from './exhaustion.ts';
import { forgeryScene } from './forgery.ts';
import { forwarded } from './forwarded.ts';
import { forwardedCalls } from './forwarded-calls.ts';
import { forwardedProto } from './forwarded-proto.ts';
import { freeRefusals } from './free-refusals.ts';
import { grants } from './grants.ts';
import { guesses } from './guesses.ts';
import { halves } from './halves.ts';
import { handshakes } from './handshake.ts';
import { heads } from './heads.ts';
import { http2 } from './http2.ts';
import { imposters } from './imposters.ts';
import { introductions } from './introductions.ts';
import { intruders } from './intruders.ts';
import { malformed } from './malformed.ts';
import { matrix } from './matrix.ts';
import { meter } from './meter.ts';
import { undeclaredMethods } from './methods.ts';
import { misplaced } from './misplaced.ts';
import { mistaken } from './mistakes.ts';
import { neighbours } from './neighbours.ts';
import { origins } from './origins.ts';
import { notationsScene } from './notations.ts';
import { options } from './options.ts';
import { otherGrantsScene } from './other-grants.ts';
import { methodOverrides } from './overrides.ts';
import { oversized } from './oversized.ts';
import { inPieces } from './pieces.ts';
import { plainCredentials } from './plain-credentials.ts';
import { plainHttp } from './plain-http.ts';
import { precedence } from './precedence.ts';
import { siblings } from './siblings.ts';
import type { Scene } from './scene.ts';
import { spellingsScene } from './spellings.ts';
import { stampede } from './stampede.ts';
import { storedAnswers } from './stored.ts';
import { traces } from './traces.ts';
import { undeclared } from './undeclared.ts';
import { variations } from './variations.ts';
import { wrongBase } from './wrong-base.ts';

/** Every scene, in the order in which a run plays them: what only reads comes first, what exposes a credential last. */
export const scenes = {
  handshake: handshakes,
  'plain-http': plainHttp,
  'forwarded-proto': forwardedProto,
  forgery: forgeryScene,
  imposters,
  disguises,
  malformed,
  notations: notationsScene,
  characters: charactersScene,
  oversized,
  halves,
  intruders,
  heads,
  options,
  traces,
  detours,
  stored: storedAnswers,
  http2,
  pieces: inPieces,
  variations,
  origins,
  'wrong-base': wrongBase,
  siblings,
  introductions,
  meter,
  'forwarded-calls': forwardedCalls,
  spellings: spellingsScene,
  'free-refusals': freeRefusals,
  forwarded,
  borders: borderCalls,
  matrix,
  elsewhere,
  effects,
  neighbours,
  undeclared,
  mistakes: mistaken,
  methods: undeclaredMethods,
  overrides: methodOverrides,
  exhaustion,
  stampede,
  precedence,
  'other-grants': otherGrantsScene,
  grants,
  misplaced,
  'plain-credentials': plainCredentials,
  guesses,
} as const satisfies { readonly [name: string]: Scene };

export type SceneName = keyof typeof scenes;

export const sceneNames: readonly SceneName[] = Object.keys(scenes).filter(isSceneName);

function isSceneName(name: string): name is SceneName {
  return Object.hasOwn(scenes, name);
}
