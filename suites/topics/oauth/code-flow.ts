import type { Take } from '../../engine/evidence.ts';
import { createCodes } from '../../oauth/codes.ts';
import { createDialogue } from '../../oauth/dialogue.ts';
import type { Flow, Passage, PassageShot } from '../../oauth/flow.ts';
import { partiesOf, type Parties } from '../../oauth/parties.ts';
import { findMetadata } from '../../oauth/metadata.ts';
import { certified } from './steps/certified.ts';
import { desk } from './steps/token-endpoint.ts';
import { gate } from './steps/authorization-endpoint.ts';
import { hoard } from './steps/many-codes.ts';
import { manners } from './steps/manners.ts';
import { mistaken } from './steps/mistakes.ts';
import { narrow } from './steps/narrow.ts';
import { plain } from './steps/plain.ts';
import { printed } from './steps/printed.ts';
import { secret } from './steps/secret.ts';
import { signposts } from './steps/metadata.ts';
import { unscoped } from './steps/unscoped.ts';
import type { PlannedShot, Scene } from '../../engine/scenario.ts';

/** The first one brings the tokens that all others are compared with; what lets hours pass comes last. */
const passages: readonly Passage[] = [printed, signposts, plain, desk, gate, manners, certified, narrow, secret, unscoped, mistaken, hoard];

/** Variants are the passages' own; the principal is the name of the client. */
export const grants: Scene = {
  name: 'code-flow',
  says: 'Goes through the authorization code flow as documented, then with one thing wrong at a time, and uses the tokens at the API.',
  shots: (plot) => {
    const parties = partiesOf(plot.contract, plot.settings);
    if (!parties) return [];
    return passages.flatMap((passage) => passage.shots(plot, parties).map((shot) => plannedShot(shot, parties, passage)));
  },
  async play(stage, shots) {
    const parties = partiesOf(stage.contract, stage.settings);
    if (!parties?.main) return;
    const planned = new Map(shots.map((shot) => [shot.variant ?? '', shot]));
    const left = new Map(planned);
    const dialogue = createDialogue(stage, parties.server);
    const flow: Flow = {
      dialogue,
      codes: createCodes(dialogue),
      parties,
      main: parties.main,
      signpost: await findMetadata(dialogue),
      first: undefined,
      wants: (variant) => planned.has(variant),
      take(variant, take) {
        const shot = left.get(variant);
        if (shot) stage.take(shot, take);
        left.delete(variant);
      },
    };
    const { advance, reset, deny } = stage.target.capabilities;
    const hooks = { clock: advance !== undefined, reset: reset !== undefined, deny: deny !== undefined };
    const plot = { contract: stage.contract, roster: stage.roster, settings: stage.settings, hooks };
    const wanted = passages.filter((passage) => passage.shots(plot, parties).some(({ variant }) => planned.has(variant)));
    if (wanted.some((passage) => passage !== hoard)) for (const passage of new Set([printed, ...wanted])) await passage.play(flow);
    for (const shot of left.values()) stage.take(shot, { controls: [], probes: [], undecided: unreached });
  },
};

const unreached: NonNullable<Take['undecided']> = {
  why: 'the flow did not get that far: an earlier step gave no code or no tokens',
  outcome: 'inconclusive',
};

const nobody: PlannedShot['blocked'] = {
  why: 'there is no client to go through the flow with',
  needs: 'a confidential client with its secret and redirect URI (clients)',
};

function plannedShot({ client, spendsCode, ...shot }: PassageShot, { main }: Parties, passage: Passage): PlannedShot {
  const name = client ?? main?.name;
  const given = main?.consent.kind === 'code' && spendsCode && passage !== printed;
  const needs = `clients.${main?.name}.consent: automatic or { browser: ./login.ts }`;
  const blocked = main === undefined ? nobody : given ? { why: 'one code was given, and the documented flow takes it', needs } : undefined;
  return { ...shot, ...(name !== undefined && { principal: name }), ...(blocked && shot.absent === undefined && { blocked }) };
}
