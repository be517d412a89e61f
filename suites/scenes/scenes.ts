import { disguises } from './disguises.ts';
import { effects } from './effects.ts';
import { exhaustion } from './exhaustion.ts';
import { freeRefusals } from './free-refusals.ts';
import { handshakes } from './handshake.ts';
import { imposters } from './imposters.ts';
import { introductions } from './introductions.ts';
import { intruders } from './intruders.ts';
import { malformed } from './malformed.ts';
import { matrix } from './matrix.ts';
import { meter } from './meter.ts';
import { misplaced } from './misplaced.ts';
import { mistaken } from './mistakes.ts';
import { plainHttp } from './plain-http.ts';
import { siblings } from './siblings.ts';
import type { Scene } from './scene.ts';
import { stampede } from './stampede.ts';
import { variations } from './variations.ts';
import { wrongBase } from './wrong-base.ts';

/** Every scene, in the order in which a run plays them: what only reads comes first, what exposes a credential last. */
export const scenes = {
  handshake: handshakes,
  'plain-http': plainHttp,
  imposters,
  disguises,
  malformed,
  intruders,
  variations,
  'wrong-base': wrongBase,
  siblings,
  introductions,
  meter,
  'free-refusals': freeRefusals,
  matrix,
  effects,
  mistakes: mistaken,
  exhaustion,
  stampede,
  misplaced,
} as const satisfies { readonly [name: string]: Scene };

export type SceneName = keyof typeof scenes;

export const sceneNames: readonly SceneName[] = Object.keys(scenes).filter(isSceneName);

function isSceneName(name: string): name is SceneName {
  return Object.hasOwn(scenes, name);
}
