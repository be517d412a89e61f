import { borderCalls } from './borders.ts';
import { disguises } from './disguises.ts';
import { effects } from './effects.ts';
import { elsewhere } from './elsewhere.ts';
import { exhaustion } from './exhaustion.ts';
import { forwarded } from './forwarded.ts';
import { forwardedCalls } from './forwarded-calls.ts';
import { forwardedProto } from './forwarded-proto.ts';
import { freeRefusals } from './free-refusals.ts';
import { grants } from './grants.ts';
import { guesses } from './guesses.ts';
import { handshakes } from './handshake.ts';
import { imposters } from './imposters.ts';
import { introductions } from './introductions.ts';
import { intruders } from './intruders.ts';
import { malformed } from './malformed.ts';
import { matrix } from './matrix.ts';
import { meter } from './meter.ts';
import { misplaced } from './misplaced.ts';
import { mistaken } from './mistakes.ts';
import { neighbours } from './neighbours.ts';
import { origins } from './origins.ts';
import { otherGrantsScene } from './other-grants.ts';
import { plainHttp } from './plain-http.ts';
import { siblings } from './siblings.ts';
import type { Scene } from './scene.ts';
import { spellingsScene } from './spellings.ts';
import { stampede } from './stampede.ts';
import { undeclared } from './undeclared.ts';
import { variations } from './variations.ts';
import { wrongBase } from './wrong-base.ts';

/** Every scene, in the order in which a run plays them: what only reads comes first, what exposes a credential last. */
export const scenes = {
  handshake: handshakes,
  'plain-http': plainHttp,
  'forwarded-proto': forwardedProto,
  imposters,
  disguises,
  malformed,
  intruders,
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
  exhaustion,
  stampede,
  'other-grants': otherGrantsScene,
  grants,
  misplaced,
  guesses,
} as const satisfies { readonly [name: string]: Scene };

export type SceneName = keyof typeof scenes;

export const sceneNames: readonly SceneName[] = Object.keys(scenes).filter(isSceneName);

function isSceneName(name: string): name is SceneName {
  return Object.hasOwn(scenes, name);
}
