/**
 * The text of `auth-conformance.yaml`, for a person who sees it for the first time.
 *
 * @module
 */
import { authorizationServers } from '../../spec/authorization.ts';
import { Document, YAMLMap, type Node } from 'yaml';
import { paragraph } from '../../reporters/digest/paragraph.ts';
import { visibleLine } from '../../reporters/digest/visible.ts';
import { knowsLists } from '../../suites/principals/origin.ts';
import type { ConfigurationDraft } from './draft.ts';
import type { ProposedRole } from './role.ts';

const width = 120;

/** A comment, a key that is commented out, or a key. */
type Line = string | { readonly example: object } | { readonly key: string; readonly value: Node };

const document = (contents: unknown) => new Document(contents, { compat: 'yaml-1.1' });
const print = (contents: unknown) => document(contents).toString({ lineWidth: 0 });
const inline = (value: unknown): Node => document({}).createNode(value, { flow: true });

/** The file's text with its comments. */
export function configurationText(draft: ConfigurationDraft): string {
  const sections = [head, contractLines, target, parameters, sharedObjects, hooks, principals, clients, allow, budget].map((make) =>
    make(draft),
  );
  const map = new YAMLMap();
  let comments: string[] = [];
  for (const lines of sections.filter(({ length }) => length > 0)) {
    comments.push('');
    for (const line of lines) {
      if (typeof line === 'string') comments.push(...commentLines(line));
      else if ('example' in line) comments.push(` ${exampleText(line.example)}`);
      else {
        map.items.push(commented(line.key, line.value, comments));
        comments = [];
      }
    }
  }
  return `# yaml-language-server: $schema=${draft.schema}\n#\n${print(map).trimStart()}`;
}

/** Lines of a comment, without their `#`. */
const commentLines = (text: string, indent = 0) => paragraph(visibleLine(text), width - indent - 1, ' ');

function exampleText(example: object): string {
  const [[key, value] = ['', '']] = Object.entries(example);
  return print(new Map([[key, inline(value)]])).trim();
}

/** A key below its comments; an empty first line separates it from the key above. */
function commented(key: string, value: Node, comments: readonly string[]) {
  const node = document({}).createNode(key);
  const [first] = comments;
  node.spaceBefore = first === '';
  node.commentBefore = comments.slice(first === '' ? 1 : 0).join('\n');
  return document({}).createPair(node, value);
}

const head = ({ contract, variables }: ConfigurationDraft): readonly Line[] => [
  `The configuration of a server under test, for ${contract.title} ${contract.version}. Remove the # in front of a key to use it.`,
  'Next steps:',
  '1. Check the target.',
  ...(variables.length > 0
    ? ['2. Copy .env.example to .env and fill it in, or set its variables. Remove the entries below that you have no credentials for.']
    : []),
  `${variables.length > 0 ? 3 : 2}. Run "auth-conformance doctor", which lists problems, "auth-conformance plan", which lists the requests of a run, and "auth-conformance run".`,
];

const contractLines = ({ document: path, overlays }: ConfigurationDraft): readonly Line[] => [
  'What the server declares. An overlay adds what the document omits, such as plans and their limits.',
  path === undefined ? { example: { document: './openapi.yaml' } } : { key: 'document', value: inline(path) },
  overlays.length === 0 ? { example: { overlays: ['./auth.overlay.yaml'] } } : { key: 'overlays', value: inline(overlays) },
];

function target({ target: url, targetGiven, contract, clients: apps }: ConfigurationDraft): readonly Line[] {
  const { protocol, origin, pathname } = new URL(url);
  const https = protocol === 'https:';
  return [
    targetGiven
      ? 'The server under test: its base URL, with the base path.'
      : 'CHANGE THIS: the base URL of the server under test, with the base path. Use a staging server.',
    { key: 'target', value: inline(url) },
    ...(https && contract.secureOnly
      ? [
          'The same server over plain HTTP. A closed port counts as a rejection, so name it even if nothing listens there.',
          { example: { httpTarget: `${origin.replace('https:', 'http:')}${pathname.replace(/\/+$/, '')}` } },
        ]
      : []),
    ...(apps.length > 0 ? ['The authorization server, if it is on another host.', { example: { oauthTarget: origin } }] : []),
    ...(https
      ? [
          'A PEM file with the CA of the server’s certificate, if this machine does not trust it.',
          { example: { tls: { ca: './staging-ca.pem' } } },
        ]
      : []),
    'What a gateway in front of it wants: headers of every request, a proxy, a client certificate (tls: cert and key), and the most requests in a time.',
    { example: { headers: { 'X-Gateway-Pass': { env: 'STAGING_GATEWAY_PASS' } } } },
    { example: { proxy: 'http://proxy.example.com:3128' } },
    { example: { pace: '5/second' } },
  ];
}

function parameters({ contract }: ConfigurationDraft): readonly Line[] {
  const reads = contract.operations.filter(({ safe }) => safe).flatMap((operation) => operation.parameters);
  const first = reads.find((parameter) => parameter.in === 'path');
  if (first === undefined) return [];
  return [
    'Objects of the server that a run may read, instead of those in the examples of the document. Values by parameter, or by operation and parameter.',
    { example: { parameters: { [first.name]: first.example } } },
  ];
}

const sharedObjects = ({ contract }: ConfigurationDraft): readonly Line[] =>
  contract.collections.some(({ read }) => read !== undefined)
    ? [
        'Accounts with objects in common: if every account may see and change the objects of all others, requirements about objects of other accounts do not apply.',
        { example: { objects: 'shared' } },
      ]
    : [];

const hooks = ({ target: url }: ConfigurationDraft): readonly Line[] => [
  'Test hooks move the server’s clock, reset a quota, mint a credential or deny a consent. With them a run is minutes shorter and needs fewer principals.',
  { example: { hooks: { url: `${new URL(url).origin}/test-hooks`, token: { env: 'STAGING_HOOKS_TOKEN' } } } },
];

function principals({ principals: roles, contract }: ConfigurationDraft): readonly Line[] {
  if (roles.length === 0) return ['No principals: the document declares no credential that a request could carry.'];
  const plans = contract.plans.map(({ name }) => name);
  return [
    'Principals: the callers, each with one credential. Names are free; checks choose principals by these keys:',
    '- secret: where the credential is stored, never the credential: { env: NAME }, { file: PATH } or { command: "…" }; with refreshSeconds the command is run again before its token ends.',
    ...(hasTokens(contract)
      ? [
          '  { client: NAME }: the run gets a token with client_credentials as a client of clients, and another one before it ends or after a 401; with refreshToken: { env: … } it uses that.',
        ]
      : []),
    '- account: principals with the same account share a quota and objects. Without it, a principal has its own account, or all share one with "accounts: shared".',
    ...(plans.length > 0 ? [`- plan: the plan of the account: ${plans.join(', ')}.`] : []),
    ...(contract.scopes.length > 0 ? ['- scopes: the granted scopes, without implied ones.'] : []),
    ...(knowsLists(contract) === true
      ? ['- from: the allowlist of addresses. With "here: true" this machine is on the list, and its requests must be accepted.']
      : []),
    { key: 'principals', value: roleMap(roles) },
  ];
}

const clients = ({ clients: roles }: ConfigurationDraft): readonly Line[] =>
  roles.length === 0
    ? []
    : [
        'OAuth clients, as registered with the authorization server. Client ids are not secret. Redirect URIs must match exactly; nothing has to listen there.',
        '- consent: how the run gets a code. "automatic": the server redirects at once. { browser: ./login.ts }: a script signs in and consents. { code: { env: CODE } }: a code that you pasted.',
        '- parameters: what authorization and token requests must have besides the documented parameters, such as { audience: https://api.example } or { scope: offline_access }.',
        { key: 'clients', value: roleMap(roles) },
      ];

/** Whether a client can get a token by itself, or with a refresh token. */
const hasTokens = (contract: ConfigurationDraft['contract']) =>
  authorizationServers(contract).some(({ paths }) => paths.token !== undefined);

/** An entry is one line, or one line a key if that is too long. */
function roleMap(roles: readonly ProposedRole[]): Node {
  const map = new YAMLMap();
  for (const { name, description, entry } of roles) {
    const fits = print(new Map([[name, inline(entry)]])).length <= width - 2;
    const block = new YAMLMap();
    for (const [key, value] of Object.entries(entry)) block.add({ key, value: inline(value) });
    map.items.push(commented(name, fits ? inline(entry) : block, commentLines(description, 2)));
  }
  return map;
}

function allow({ contract, principals: roles }: ConfigurationDraft): readonly Line[] {
  const expendable = roles.some(({ entry }) => entry['expendable'] === true);
  return [
    'What a run may do, besides reads and requests that must be rejected:',
    '- writes: create objects, and change and delete only those.',
    `- burn: exhaust the quota of expendable principals${expendable ? '' : '; there is none above'}.`,
    '- destructive: send a live credential where it may be logged, such as in a URL, and guess a hundred times.',
    ...(contract.collections.length > 0 ? ['Start without them, and allow more when the output of doctor and plan is correct.'] : []),
    { key: 'allow', value: inline({ writes: false, burn: false, destructive: false }) },
  ];
}

const budget = ({ requests }: ConfigurationDraft): readonly Line[] => [
  `The limits of a run; only the removal of objects that it created may exceed them. With all permissions and principals it sends about ${requests} requests.`,
  { key: 'budget', value: inline({ requests: rounded(requests), seconds: 900 }) },
];

/** A quarter more, in hundreds. */
const rounded = (requests: number) => Math.max(100, Math.ceil((requests * 1.25) / 100) * 100);
