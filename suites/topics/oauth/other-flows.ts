import { authorizationServers, flowOf, type AuthorizationServer, type Grant } from '../../../spec/authorization.ts';
import { openedBy } from '../../oauth/api.ts';
import { createDialogue } from '../../oauth/dialogue.ts';
import { scopesIn } from '../../oauth/form.ts';
import { fits, otherGrants, walks } from '../../oauth/others.ts';
import { clientsFor } from '../../oauth/parties.ts';
import type { OAuthClient } from '../../engine/settings.ts';
import type { Stage } from '../../engine/scenario-context.ts';
import type { PlannedShot, Plot, Scene } from '../../engine/scenario.ts';

/** Variants are the kinds of flows; the principal is the name of the client. */
export const otherGrantsScene: Scene = {
  name: 'other-flows',
  says: 'Goes through every other OAuth flow that the document declares, and uses the token at the API.',
  shots: (plot) => authorizationServers(plot.contract).flatMap((server) => otherGrants(server).map((kind) => shotOf(plot, kind))),
  async play(stage, shots) {
    const wanted = new Set(shots.map(({ variant }) => variant));
    for (const server of authorizationServers(stage.contract)) {
      for (const kind of otherGrants(server)) {
        const shot = shots.find(({ variant }) => variant === kind);
        const client = stage.settings.clients.find(({ name }) => name === shot?.principal);
        if (!shot || !client || !wanted.delete(kind)) continue;
        const declared = flowOf(server, kind)?.scopes ?? [];
        const asked = client.scopes.filter((name) => declared.includes(name));
        const { probes, access, scope, objection, undecided } = await walks[kind](createDialogue(stage, server), client, asked.join(' '));
        const granted = scope === undefined ? asked : scopesIn(scope);
        const used = access === undefined ? [] : await use(stage, server, client, access, granted);
        const facts = { tokens: access !== undefined, objection: objection ?? '' };
        stage.take(shot, { controls: [], probes: [...probes, ...used], facts, ...(undecided && { undecided }) });
      }
    }
  },
};

function shotOf({ contract, settings }: Plot, kind: Grant): PlannedShot {
  const client = clientsFor(contract, settings).filter((candidate) => fits(kind, candidate)).toSorted((one, other) => rank(kind, one) - rank(kind, other))[0]; // prettier-ignore
  const needs = kind === 'password' ? 'a client with a resourceOwner (clients)' : 'a client that may use it (clients)';
  const blocked = client ? {} : { blocked: { why: `there is no client for the flow ${kind}`, needs } };
  return { variant: kind, ...(client && { principal: client.name }), cost: 3, ...blocked };
}

/** Clients that are of no use for other flows come first: they were made for this one. */
const rank = (kind: Grant, { redirectUri, public: open }: OAuthClient) =>
  kind === 'clientCredentials' || kind === 'password' ? Number(redirectUri !== '') : Number(!open);

async function use(stage: Stage, server: AuthorizationServer, client: OAuthClient, access: string, granted: readonly string[]) {
  const operation = openedBy(stage.contract, server.scheme, granted);
  const scheme = stage.contract.schemes.find(({ name }) => name === server.scheme)!;
  if (!operation) return [];
  const caller = { name: `${client.name}-token`, account: client.account, credentials: [{ scheme, secret: access }] };
  return [await stage.send(operation, { caller })];
}
