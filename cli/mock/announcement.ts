import type { MockPrincipal } from '../../mock/create.ts';
import type { MockClient, MockPerson } from '../../mock/oauth/management/register.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import type { Contract } from '../../spec/contract.ts';
import { printProblem } from '../../spec/loading/problem.ts';
import { requestFor } from '../../suites/http/request.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { simplestFor } from '../../suites/engine/scenario.ts';
import { placeOnMock } from '../configuration/servers.ts';

export interface Announced {
  readonly contract: Contract;
  readonly listening: Omit<Listening, 'drain' | 'close'>;
  readonly principals: { readonly [name: string]: MockPrincipal };
  readonly clients: { readonly [name: string]: MockClient };
  readonly people: { readonly [account: string]: MockPerson };
  readonly faults: readonly string[];
  readonly quiet: boolean;
  /** Whether plain HTTP is served like HTTPS. */
  readonly plain?: boolean;
}

/** The start message of a mock: addresses, principals, an example request and assumptions. */
export function announce({ contract, listening, principals, clients, people, faults, quiet, plain = false }: Announced): string {
  const { url, httpUrl, ca, control, clientCertificates } = listening;
  const trial = trialOf(contract, listening, principals);
  const lines = [
    `${contract.title} ${contract.version}`,
    `  HTTPS    ${url}`,
    `  HTTP     ${httpUrl}${plain ? ' (served like HTTPS)' : ''}`,
    ...(control ? [`  control  ${control.url} (bearer token ${control.token})`, `  console  ${control.url}/#token=${control.token}`] : []),
    `  CA       ${ca}`,
    ...(clientCertificates ? [`  clients  ${clientCertificates.ca} (the CA of their certificates)`] : []),
    ...(faults.length > 0 ? [`  faults   ${faults.join(', ')}`] : []),
    '',
    ...Object.entries(principals).map(
      ([name, principal]) => `  ${name.padEnd(18)}${shownCredential(name, principal, listening).padEnd(52)}${describe(principal)}`,
    ),
    ...clientLines(clients),
    ...peopleLines(people),
    '',
    ...(trial === undefined ? [] : [`Try: ${trial}`]),
    ...(quiet ? [] : assumptions(contract)),
    'Press Ctrl-C to stop.',
  ];
  return `${lines.join('\n')}\n`;
}

/** A credential; of a client certificate, the path of its file. */
const shownCredential = (name: string, { secret }: MockPrincipal, { clientCertificates }: Announced['listening']) =>
  clientCertificates?.certificates[name] ?? secret;

/** The OAuth clients with id, secret and redirect URI. */
function clientLines(clients: Announced['clients']): readonly string[] {
  const lines = Object.entries(clients).map(([name, { clientId, clientSecret, plan, scopes, redirectUris, from }]) => {
    const marks = [plan, scopes.join(' '), redirectUris[0], from ? `from ${from.join(', ')} only` : undefined];
    const details = marks.filter((mark) => mark !== undefined && mark !== '').join('; ');
    return `  ${name.padEnd(18)}${`${clientId} ${clientSecret ?? '(public)'}`.padEnd(72)}${details}`;
  });
  return lines.length === 0 ? [] : ['', 'OAuth clients:', ...lines];
}

/** The users of the password flow. */
function peopleLines(people: Announced['people']): readonly string[] {
  const lines = Object.values(people).map(({ username, password }) => `  ${username.padEnd(18)}${password}`);
  return lines.length === 0 ? [] : ['', 'Users of the password flow:', ...lines];
}

function describe({ plan, scopes, state, from, expendable }: MockPrincipal): string {
  const marks = [
    plan,
    scopes.join(' '),
    state === 'active' ? '' : state,
    from ? `from ${from.join(', ')} only` : '',
    expendable ? 'expendable' : '',
  ];
  return marks.filter((mark) => mark !== undefined && mark !== '').join('; ');
}

/** A request that succeeds, as a curl command. */
function trialOf(contract: Contract, listening: Announced['listening'], principals: Announced['principals']): string | undefined {
  const { url, ca } = listening;
  const list = Object.entries(principals).map(([name, principal]) => ({
    name,
    ...principal,
    secret: shownCredential(name, principal, listening),
  }));
  const where = { target: url, ...placeOnMock(contract, url) };
  const all = createPrincipals(contract, { principals: list });
  for (const principal of all.active) {
    const operation = simplestFor({ principals: all }, principal);
    if (!operation) continue;
    const { target, headers, certificate, digest } = requestFor(where, operation, { caller: all.caller(principal, operation) });
    const options = headers.flatMap((name, index) => (index % 2 === 0 && name !== 'Accept' ? [`-H "${name}: ${headers[index + 1]}"`] : []));
    const own = [
      ...(certificate === undefined ? [] : ['--cert', certificate]),
      ...(digest === undefined ? [] : ['--digest -u', `"${digest}"`]),
    ];
    return ['curl --cacert', ca, ...own, ...options, `"${new URL(url).origin}${target}"`].join(' ');
  }
  return undefined;
}

/** Behaviour of the mock that the document does not state. */
function assumptions(contract: Contract): readonly string[] {
  const implied = contract.operations.filter(({ assumed }) => assumed).map(({ id }) => id);
  return [
    ...contract.mistakes.map((mistake) => `Ignored: ${printProblem(mistake)}`),
    ...contract.unsupported.map((text) => `Not simulated: ${text}`),
    ...contract.untested.map((text) => `Not tested by a run: ${text}`),
    ...contract.assumptions.map((text) => `Assumed: ${text}`),
    ...(contract.assumed.length > 0 ? [`Marked as assumed in the document: ${contract.assumed.join(', ')}`] : []),
    ...(implied.length > 0 ? [`Implied by the document: ${implied.join(', ')}`] : []),
  ];
}
