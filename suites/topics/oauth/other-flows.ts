import { authorizationServers, flowOf, type AuthorizationServer } from '../../../spec/authorization.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import type { ScenarioContext } from '../../engine/scenario-context.ts';
import type { Planned, PlanningContext, Scenario } from '../../engine/scenario.ts';
import type { OAuthClient } from '../../engine/settings.ts';
import { openedBy } from '../../oauth/api.ts';
import { createDialogue, type Dialogue } from '../../oauth/dialogue.ts';
import { unmetIn } from '../../oauth/demands.ts';
import { scopesIn } from '../../oauth/form.ts';
import { fits, otherFlowsByGrant, otherGrantsOf, type Objection, type OtherGrant } from '../../oauth/other-grants.ts';
import { clientsFor } from '../../oauth/parties.ts';

/** A flow. Its principal is the name of the client. */
interface OtherFlowCase extends Case {
  readonly grant: OtherGrant;
  /** The token request is sent with GET, with its parameters in the query. */
  readonly byGet?: true;
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
  together: 'time',
  description: 'Runs every other OAuth flow that the document declares, and uses the token at the API.',
  cases: (planning) =>
    authorizationServers(planning.contract).flatMap((server) =>
      otherGrantsOf(server).flatMap((grant) => {
        const flow = caseOf(planning, grant);
        return grant in byGetWords ? [flow, byGetCase(flow)] : [flow];
      }),
    ),
  async play(context, cases) {
    const wanted = new Set(cases.map(({ grant }) => grant));
    for (const server of authorizationServers(context.contract)) {
      for (const grant of otherGrantsOf(server)) {
        const ofGrant = cases.filter((candidate) => candidate.grant === grant);
        const client = context.settings.clients.find(({ name }) => name === ofGrant[0]?.principal);
        if (client && wanted.delete(grant)) await run(context, ofGrant, server, client);
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

/** The grants that need a token request alone, and a secret. */
const byGetWords: { readonly [grant in OtherGrant]?: string } = {
  clientCredentials: 'the client credentials flow, with GET',
  password: 'the password flow, with GET',
};

/** The same request with GET. Secret and password are in the query, where logs keep them. */
function byGetCase(flow: Planned<OtherFlowCase>): Planned<OtherFlowCase> {
  return { ...flow, byGet: true, label: `${flow.grant}-get`, words: byGetWords[flow.grant]!, cost: 2, permissions: ['destructive'] };
}

function caseOf({ contract, settings }: PlanningContext, grant: OtherGrant): Planned<OtherFlowCase> {
  const [client] = clientsFor(contract, settings)
    .filter((candidate) => fits(grant, candidate))
    .toSorted((one, other) => rank(grant, one) - rank(grant, other));
  const needs = { what: grant === 'password' ? 'a client with a resourceOwner' : 'a client that may use it', key: 'clients' };
  const blocked = client ? {} : { blocked: { why: `there is no client for ${words[grant]}`, needs } };
  return { grant, label: grant, words: words[grant], ...(client && { principal: client.name }), cost: 3, ...blocked };
}

/** Clients that cannot use other flows come first: they were made for this one. */
const rank = (grant: OtherGrant, { redirectUri, public: open }: OAuthClient) =>
  grant === 'clientCredentials' || grant === 'password' ? Number(redirectUri !== '') : Number(!open);

async function run(
  context: OtherFlowContext,
  cases: readonly OtherFlowCase[],
  server: AuthorizationServer,
  client: OAuthClient,
): Promise<void> {
  const { grant } = cases[0]!;
  const declared = flowOf(server, grant)?.scopes ?? [];
  const asked = client.scopes.filter((name) => declared.includes(name));
  const flow = otherFlowsByGrant[grant];
  const dialogue = createDialogue(context, server);
  const { responses, access, scope, objection, undecided } = await flow(dialogue, client, asked.join(' '));
  const lacking = access === undefined ? unmetIn(responses.at(-1)?.reply, client) : undefined;
  const granted = scope === undefined ? asked : scopesIn(scope);
  const call = access === undefined ? undefined : await use(context, server, client, access, granted);
  for (const testCase of cases) {
    if (testCase.byGet) {
      const again = await flow(withGet(dialogue), client, asked.join(' '));
      context.observe(testCase, { controls: responses, probes: { responses: again.responses }, facts: { granted: access !== undefined } });
      continue;
    }
    context.observe(testCase, {
      controls: [],
      probes: { responses, ...(call && { call }) },
      facts: { granted: access !== undefined, ...(objection && { objection }) },
      ...((undecided ?? lacking) && { undecided: undecided ?? lacking! }),
    });
  }
}

/** The dialogue with token requests by GET. */
const withGet = (dialogue: Dialogue): Dialogue => ({
  ...dialogue,
  post: (client, parameters, options) => dialogue.post(client, parameters, { ...options, method: 'GET' }),
});

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
