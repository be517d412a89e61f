import type { Undecided } from '../../engine/check.ts';
import type { NamedProbes } from '../../engine/evidence.ts';
import { hooksOf, type Planned, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';
import { createCodes } from '../../oauth/codes.ts';
import { createDialogue } from '../../oauth/dialogue.ts';
import { type OAuthFlow, type OAuthStep, type StepCase, findMetadata } from '../../oauth/flow.ts';
import type { CodeFlowCase, CodeFlowKind } from '../../oauth/observations.ts';
import { partiesOf, type Parties } from '../../oauth/parties.ts';
import { codeFlowWords } from './case-words.ts';
import { authorizationEndpoint } from './steps/authorization-endpoint.ts';
import { browserBehavior } from './steps/browser-behavior.ts';
import { certifiedClient } from './steps/certified-client.ts';
import { clientSecret } from './steps/client-secret.ts';
import { documentedFlow } from './steps/documented-flow.ts';
import { fewerScopes } from './steps/fewer-scopes.ts';
import { metadataStep } from './steps/metadata.ts';
import { noScope } from './steps/no-scope.ts';
import { plainHttpStep } from './steps/plain-http.ts';
import { secretStrength } from './steps/secret-strength.ts';
import { tokenEndpoint } from './steps/token-endpoint.ts';
import { wrongRedemptions } from './steps/wrong-redemptions.ts';
import { consentWithoutCode } from '../../oauth/needs.ts';

/** The first step gives the tokens that the others are compared with. Steps that let hours pass come last. */
const steps: readonly OAuthStep[] = [
  documentedFlow,
  metadataStep,
  plainHttpStep,
  tokenEndpoint,
  authorizationEndpoint,
  browserBehavior,
  certifiedClient,
  fewerScopes,
  clientSecret,
  noScope,
  wrongRedemptions,
  secretStrength,
];

export const codeFlow: Scenario<CodeFlowCase, NamedProbes, unknown> = {
  name: 'code-flow',
  together: 'time',
  description: 'Runs the authorization code flow as documented, then with one thing wrong at a time, and uses the tokens at the API.',
  cases: (planning) => {
    const parties = partiesOf(planning.contract, planning.settings);
    if (!parties) return [];
    return steps.flatMap((step) => step.cases(planning, parties).map((testCase) => plannedCase(testCase, parties, step)));
  },
  async play(context, cases) {
    const parties = partiesOf(context.contract, context.settings);
    if (!parties?.main) return;
    const planned = new Map(cases.map((testCase) => [testCase.kind, testCase]));
    const left = new Map(planned);
    const observe: OAuthFlow['observe'] = (kind, observation) => {
      const testCase = left.get(kind);
      if (testCase) context.observe(testCase, observation);
      left.delete(kind);
    };
    const undecided: OAuthFlow['undecided'] = (kind, reason, probes = {}) => {
      const testCase = left.get(kind);
      if (testCase) context.observe(testCase, { controls: [], probes, undecided: reason });
      left.delete(kind);
    };
    const dialogue = createDialogue(context, parties.server);
    const flow: OAuthFlow = {
      dialogue,
      codes: createCodes(dialogue),
      parties,
      main: parties.main,
      metadata: await findMetadata(dialogue),
      first: undefined,
      wants: (kind) => planned.has(kind),
      observe,
      undecided,
    };
    for (const step of stepsFor(planned, { ...context, hooks: hooksOf(context.target.capabilities) }, parties)) await step.play(flow);
    for (const kind of left.keys()) undecided(kind, flow.codes.unmet() ?? notReached);
  },
};

/** The steps with a planned case, after the first one. The strength of secrets alone needs no step: there would be no secrets. */
function stepsFor(planned: ReadonlyMap<CodeFlowKind, CodeFlowCase>, planning: PlanningContext, parties: Parties): Iterable<OAuthStep> {
  const wanted = steps.filter((step) => step.cases(planning, parties).some(({ kind }) => planned.has(kind)));
  return wanted.some((step) => step !== secretStrength) ? new Set([documentedFlow, ...wanted]) : [];
}

const notReached: Undecided = { outcome: 'inconclusive', cause: { code: 'step-not-reached' } };

const noClient: PlannedCase['blocked'] = {
  why: 'there is no client for the flow',
  needs: { what: 'a confidential client with its secret and redirect URI', key: 'clients' },
};

function plannedCase({ client, spendsCode, ...testCase }: StepCase, { main }: Parties, step: OAuthStep): Planned<CodeFlowCase> {
  const name = client ?? main?.name;
  const codeIsUsed = main?.consent.kind === 'code' && spendsCode && step !== documentedFlow;
  const needs = consentWithoutCode(main?.name ?? 'NAME');
  const blocked =
    main === undefined ? noClient : codeIsUsed ? { why: 'the documented flow uses the one code that was given', needs } : undefined;
  return {
    ...testCase,
    label: testCase.kind,
    words: codeFlowWords[testCase.kind],
    ...(name !== undefined && { principal: name }),
    ...(blocked && testCase.absent === undefined && { blocked }),
  };
}
