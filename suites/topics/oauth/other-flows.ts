import { authorizationServers, flowOf, type AuthorizationServer } from '../../../spec/authorization.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import type { ScenarioContext } from '../../engine/scenario-context.ts';
import type { Planned, PlanningContext, Scenario } from '../../engine/scenario.ts';
import type { OAuthClient } from '../../engine/settings.ts';
import { openedBy } from '../../oauth/api.ts';
import { createDialogue } from '../../oauth/dialogue.ts';
import { scopesIn } from '../../oauth/form.ts';
import { fits, otherFlowsByGrant, otherGrantsOf, type Objection, type OtherGrant } from '../../oauth/other-grants.ts';
import { clientsFor } from '../../oauth/parties.ts';

/** A flow. Its principal is the name of the client. */
interface OtherFlowCase extends Case {
  readonly grant: OtherGrant;
}

interface OtherFlowProbes extends NamedProbes {
  /** The responses of the authorization server. */
  readonly responses: readonly Evidence[];
  /** The response of the API to the token; absent if no operation takes it. */
  readonly call?: Evidence;
}

interface OtherFlowFacts {
  readonly granted: boolean;
  readonly objection?: Objection;
}

type OtherFlowContext = ScenarioContext<OtherFlowCase, OtherFlowProbes, OtherFlowFacts>;

export const otherFlows: Scenario<OtherFlowCase, OtherFlowProbes, OtherFlowFacts> = {
  name: 'other-flows',
  description: 'Runs every other OAuth flow that the document declares, and uses the token at the API.',
  cases: (planning) =>
    authorizationServers(planning.contract).flatMap((server) => otherGrantsOf(server).map((grant) => caseOf(planning, grant))),
  async play(context, cases) {
    const wanted = new Set(cases.map(({ grant }) => grant));
    for (const server of authorizationServers(context.contract)) {
      for (const grant of otherGrantsOf(server)) {
        const testCase = cases.find((candidate) => candidate.grant === grant);
        const client = context.settings.clients.find(({ name }) => name === testCase?.principal);
        if (testCase && client && wanted.delete(grant)) await run(context, testCase, server, client);
      }
    }
  },
};

const words: { readonly [grant in OtherGrant]: string } = {
  clientCredentials: 'the client credentials flow',
  password: 'the password flow',
  implicit: 'the implicit flow',
  deviceAuthorization: 'the device flow',
};

function caseOf({ contract, settings }: PlanningContext, grant: OtherGrant): Planned<OtherFlowCase> {
  const [client] = clientsFor(contract, settings)
    .filter((candidate) => fits(grant, candidate))
    .toSorted((one, other) => rank(grant, one) - rank(grant, other));
  const needs = grant === 'password' ? 'a client with a resourceOwner (clients)' : 'a client that may use it (clients)';
  const blocked = client ? {} : { blocked: { why: `there is no client for ${words[grant]}`, needs } };
  return { grant, label: grant, words: words[grant], ...(client && { principal: client.name }), cost: 3, ...blocked };
}

/** Clients that cannot use other flows come first: they were made for this one. */
const rank = (grant: OtherGrant, { redirectUri, public: open }: OAuthClient) =>
  grant === 'clientCredentials' || grant === 'password' ? Number(redirectUri !== '') : Number(!open);

async function run(context: OtherFlowContext, testCase: OtherFlowCase, server: AuthorizationServer, client: OAuthClient): Promise<void> {
  const { grant } = testCase;
  const declared = flowOf(server, grant)?.scopes ?? [];
  const asked = client.scopes.filter((name) => declared.includes(name));
  const flow = otherFlowsByGrant[grant];
  const { responses, access, scope, objection, undecided } = await flow(createDialogue(context, server), client, asked.join(' '));
  const granted = scope === undefined ? asked : scopesIn(scope);
  const call = access === undefined ? undefined : await use(context, server, client, access, granted);
  context.observe(testCase, {
    controls: [],
    probes: { responses, ...(call && { call }) },
    facts: { granted: access !== undefined, ...(objection && { objection }) },
    ...(undecided && { undecided }),
  });
}

async function use(
  context: OtherFlowContext,
  server: AuthorizationServer,
  client: OAuthClient,
  access: string,
  granted: readonly string[],
) {
  const operation = openedBy(context.contract, server.scheme, granted);
  const scheme = context.contract.schemes.find(({ name }) => name === server.scheme)!;
  if (!operation) return undefined;
  const caller = { name: `${client.name}-token`, account: client.account, credentials: [{ scheme, secret: access }] };
  return context.send(operation, { caller });
}
