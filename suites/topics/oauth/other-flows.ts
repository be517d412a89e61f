import { authorizationServers, flowOf, type AuthorizationServer, type Grant } from '../../../spec/authorization.ts';
import { openedBy } from '../../oauth/api.ts';
import { createDialogue } from '../../oauth/dialogue.ts';
import { scopesIn } from '../../oauth/form.ts';
import { fits, otherFlowGrants, walks } from '../../oauth/others.ts';
import { clientsFor } from '../../oauth/parties.ts';
import type { OAuthClient } from '../../engine/settings.ts';
import type { ScenarioContext } from '../../engine/scenario-context.ts';
import type { PlannedCase, PlanningContext, Scenario } from '../../engine/scenario.ts';

/** Variants are the kinds of flows; the principal is the name of the client. */
export const otherFlows: Scenario = {
  name: 'other-flows',
  description: 'Goes through every other OAuth flow that the document declares, and uses the token at the API.',
  cases: (planning) =>
    authorizationServers(planning.contract).flatMap((server) => otherFlowGrants(server).map((kind) => shotOf(planning, kind))),
  async play(context, cases) {
    const wanted = new Set(cases.map(({ variant }) => variant));
    for (const server of authorizationServers(context.contract)) {
      for (const kind of otherFlowGrants(server)) {
        const testCase = cases.find(({ variant }) => variant === kind);
        const client = context.settings.clients.find(({ name }) => name === testCase?.principal);
        if (!testCase || !client || !wanted.delete(kind)) continue;
        const declared = flowOf(server, kind)?.scopes ?? [];
        const asked = client.scopes.filter((name) => declared.includes(name));
        const { probes, access, scope, objection, undecided } = await walks[kind](createDialogue(context, server), client, asked.join(' '));
        const granted = scope === undefined ? asked : scopesIn(scope);
        const used = access === undefined ? [] : await use(context, server, client, access, granted);
        const facts = { tokens: access !== undefined, objection: objection ?? '' };
        context.observe(testCase, { controls: [], probes: [...probes, ...used], facts, ...(undecided && { undecided }) });
      }
    }
  },
};

function shotOf({ contract, settings }: PlanningContext, kind: Grant): PlannedCase {
  const client = clientsFor(contract, settings).filter((candidate) => fits(kind, candidate)).toSorted((one, other) => rank(kind, one) - rank(kind, other))[0]; // prettier-ignore
  const needs = kind === 'password' ? 'a client with a resourceOwner (clients)' : 'a client that may use it (clients)';
  const blocked = client ? {} : { blocked: { why: `there is no client for the flow ${kind}`, needs } };
  return { variant: kind, ...(client && { principal: client.name }), cost: 3, ...blocked };
}

/** Clients that are of no use for other flows come first: they were made for this one. */
const rank = (kind: Grant, { redirectUri, public: open }: OAuthClient) =>
  kind === 'clientCredentials' || kind === 'password' ? Number(redirectUri !== '') : Number(!open);

async function use(context: ScenarioContext, server: AuthorizationServer, client: OAuthClient, access: string, granted: readonly string[]) {
  const operation = openedBy(context.contract, server.scheme, granted);
  const scheme = context.contract.schemes.find(({ name }) => name === server.scheme)!;
  if (!operation) return [];
  const caller = { name: `${client.name}-token`, account: client.account, credentials: [{ scheme, secret: access }] };
  return [await context.send(operation, { caller })];
}
