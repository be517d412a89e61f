import type { Observation } from '../../engine/evidence.ts';
import { createCodes } from '../../oauth/codes.ts';
import { createDialogue } from '../../oauth/dialogue.ts';
import type { OAuthFlow, OAuthStep, StepCase } from '../../oauth/flow.ts';
import { partiesOf, type Parties } from '../../oauth/parties.ts';
import { findMetadata } from '../../oauth/metadata.ts';
import { certified } from './steps/certified.ts';
import { tokenEndpoint } from './steps/token-endpoint.ts';
import { authorizationEndpoint } from './steps/authorization-endpoint.ts';
import { manyCodes } from './steps/many-codes.ts';
import { correctRequests } from './steps/manners.ts';
import { wrongRedemptions } from './steps/mistakes.ts';
import { narrow } from './steps/narrow.ts';
import { plainHttpStep } from './steps/plain.ts';
import { documentedFlow } from './steps/printed.ts';
import { secret } from './steps/secret.ts';
import { metadataStep } from './steps/metadata.ts';
import { unscoped } from './steps/unscoped.ts';
import type { PlannedCase, Scenario } from '../../engine/scenario.ts';

/** The first one brings the tokens that all others are compared with; what lets hours pass comes last. */
const steps: readonly OAuthStep[] = [
  documentedFlow,
  metadataStep,
  plainHttpStep,
  tokenEndpoint,
  authorizationEndpoint,
  correctRequests,
  certified,
  narrow,
  secret,
  unscoped,
  wrongRedemptions,
  manyCodes,
];

/** Variants are the passages' own; the principal is the name of the client. */
export const codeFlow: Scenario = {
  name: 'code-flow',
  description:
    'Goes through the authorization code flow as documented, then with one thing wrong at a time, and uses the tokens at the API.',
  cases: (planning) => {
    const parties = partiesOf(planning.contract, planning.settings);
    if (!parties) return [];
    return steps.flatMap((step) => step.cases(planning, parties).map((testCase) => plannedShot(testCase, parties, step)));
  },
  async play(context, cases) {
    const parties = partiesOf(context.contract, context.settings);
    if (!parties?.main) return;
    const planned = new Map(cases.map((testCase) => [testCase.variant ?? '', testCase]));
    const left = new Map(planned);
    const dialogue = createDialogue(context, parties.server);
    const flow: OAuthFlow = {
      dialogue,
      codes: createCodes(dialogue),
      parties,
      main: parties.main,
      signpost: await findMetadata(dialogue),
      first: undefined,
      wants: (variant) => planned.has(variant),
      take(variant, observation) {
        const shot = left.get(variant);
        if (shot) context.observe(shot, observation);
        left.delete(variant);
      },
    };
    const { advance, reset, deny } = context.target.capabilities;
    const hooks = { clock: advance !== undefined, reset: reset !== undefined, deny: deny !== undefined };
    const planning = { contract: context.contract, principals: context.principals, settings: context.settings, hooks };
    const wanted = steps.filter((step) => step.cases(planning, parties).some(({ variant }) => planned.has(variant)));
    if (wanted.some((passage) => passage !== manyCodes))
      for (const passage of new Set([documentedFlow, ...wanted])) await passage.play(flow);
    for (const shot of left.values()) context.observe(shot, { controls: [], probes: [], undecided: unreached });
  },
};

const unreached: NonNullable<Observation['undecided']> = {
  why: 'the flow did not get that far: an earlier step gave no code or no tokens',
  outcome: 'inconclusive',
};

const nobody: PlannedCase['blocked'] = {
  why: 'there is no client to go through the flow with',
  needs: 'a confidential client with its secret and redirect URI (clients)',
};

function plannedShot({ client, spendsCode, ...testCase }: StepCase, { main }: Parties, step: OAuthStep): PlannedCase {
  const name = client ?? main?.name;
  const given = main?.consent.kind === 'code' && spendsCode && step !== documentedFlow;
  const needs = `clients.${main?.name}.consent: automatic or { browser: ./login.ts }`;
  const blocked = main === undefined ? nobody : given ? { why: 'one code was given, and the documented flow takes it', needs } : undefined;
  return { ...testCase, ...(name !== undefined && { principal: name }), ...(blocked && testCase.absent === undefined && { blocked }) };
}
