import type { MockPrincipal } from '../../mock/create.ts';
import type { MockClient, MockPerson } from '../../mock/oauth/management/register.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import type { Contract } from '../../spec/contract.ts';
import { basePathOf, requestFor } from '../../suites/http/request.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { simplestFor } from '../../suites/engine/scenario.ts';

export interface Announced {
  readonly contract: Contract;
  readonly listening: Listening;
  readonly principals: { readonly [name: string]: MockPrincipal };
  readonly clients: { readonly [name: string]: MockClient };
  readonly people: { readonly [account: string]: MockPerson };
  readonly faults: readonly string[];
  readonly quiet: boolean;
}

/** What a person needs to know of a mock that has just started: where it is, who exists, what to try, what was assumed. */
export function announce({ contract, listening, principals, clients, people, faults, quiet }: Announced): string {
  const { url, httpUrl, ca, control } = listening;
  const trial = trialOf(contract, listening, principals);
  const lines = [
    `${contract.title} ${contract.version}`,
    `  HTTPS    ${url}`,
    `  HTTP     ${httpUrl}`,
    ...(control ? [`  control  ${control.url} (bearer token ${control.token})`] : []),
    `  CA       ${ca}`,
    ...(faults.length > 0 ? [`  faults   ${faults.join(', ')}`] : []),
    '',
    ...Object.entries(principals).map(([name, principal]) => `  ${name.padEnd(18)}${principal.secret.padEnd(52)}${describe(principal)}`),
    ...clientLines(clients),
    ...peopleLines(people),
    '',
    ...(trial === undefined ? [] : [`Try: ${trial}`]),
    ...(quiet ? [] : assumptions(contract)),
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}

/** The OAuth clients, each with its id, its secret and where it is sent back to. */
function clientLines(clients: Announced['clients']): readonly string[] {
  const lines = Object.entries(clients).map(([name, { clientId, clientSecret, plan, scopes, redirectUris, from }]) => {
    const marks = [plan, scopes.join(' '), redirectUris[0], from ? `from ${from.join(', ')} only` : undefined];
    const told = marks.filter((mark) => mark !== undefined && mark !== '').join('; ');
    return `  ${name.padEnd(18)}${`${clientId} ${clientSecret ?? '(public)'}`.padEnd(72)}${told}`;
  });
  return lines.length === 0 ? [] : ['', 'OAuth clients:', ...lines];
}

/** Who can sign in with a password. */
function peopleLines(people: Announced['people']): readonly string[] {
  const lines = Object.values(people).map(({ username, password }) => `  ${username.padEnd(18)}${password}`);
  return lines.length === 0 ? [] : ['', 'People, for the password flow:', ...lines];
}

function describe({ plan, scopes, state, from, expendable }: MockPrincipal): string {
  const marks = [
    plan,
    scopes.join(' '),
    state === 'active' ? '' : state,
    from ? `from ${from.join(', ')} only` : '',
    expendable ? 'to be spent' : '',
  ];
  return marks.filter((mark) => mark !== undefined && mark !== '').join('; ');
}

/** A request that is served, as a command line. */
function trialOf(contract: Contract, { url, ca }: Listening, principals: Announced['principals']): string | undefined {
  const actors = Object.entries(principals).map(([name, principal]) => ({ name, ...principal }));
  const roster = createPrincipals(contract, { principals: actors });
  for (const actor of roster.active) {
    const operation = simplestFor({ contract, principals: roster }, actor);
    if (!operation) continue;
    const { target, headers } = requestFor(basePathOf(url), operation, { caller: roster.caller(actor, operation) });
    const fields = headers.flatMap((name, index) => (index % 2 === 0 && name !== 'Accept' ? [`-H "${name}: ${headers[index + 1]}"`] : []));
    return ['curl --cacert', ca, ...fields, `"${new URL(url).origin}${target}"`].join(' ');
  }
  return undefined;
}

/** What the mock does although the documentation does not say so. */
function assumptions(contract: Contract): readonly string[] {
  const implied = contract.operations.filter(({ assumed }) => assumed).map(({ id }) => id);
  return [
    ...contract.unsupported.map((says) => `Not simulated: ${says}`),
    ...contract.assumptions.map((says) => `Assumed: ${says}`),
    ...(contract.assumed.length > 0 ? [`Assumed, as the document says itself: ${contract.assumed.join(', ')}`] : []),
    ...(implied.length > 0 ? [`Only implied by the documentation: ${implied.join(', ')}`] : []),
  ];
}
