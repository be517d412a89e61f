/**
 * `auth-conformance.yaml` for somebody who sees it for the first time.
 *
 * @module
 */
import { paragraph } from '../../reporters/digest/paragraph.ts';
import { visibleLine } from '../../reporters/digest/visible.ts';
import { knowsLists } from '../../suites/principals/origin.ts';
import type { ConfigurationDraft } from './draft.ts';
import type { ProposedRole } from './role.ts';
import { flow, scalar } from './yaml-flow.ts';

const width = 120;
const comment = (text: string, indent = '') => paragraph(visibleLine(text), width, `${indent}# `);

/** The file's text, comments and all. */
export function configurationText(draft: ConfigurationDraft): string {
  const sections = [
    head(draft),
    document(draft),
    target(draft),
    hooks(draft),
    principals(draft),
    clients(draft),
    allow(draft),
    budget(draft),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const head = ({ schema, contract, variables }: ConfigurationDraft) => [
  `# yaml-language-server: $schema=${schema}`,
  '#',
  ...comment(
    `Describes a server under test, by ${contract.title} ${contract.version}. Lines that begin with # are comments; take the # away to use one.`,
  ),
  ...comment(
    `What to do: 1. put the target right; 2. ${variables.length > 0 ? 'copy .env.example to .env and fill it in, or set its variables; 3. take out below whatever you have no credential for; 4. ' : ''}try "auth-conformance doctor", which says what does not fit yet, and "auth-conformance plan", which says what a run would do; then "auth-conformance run".`,
  ),
];

const document = ({ document: path, overlays }: ConfigurationDraft) => [
  ...comment('What the server promises. An overlay adds what a document of somebody else leaves unsaid, such as plans and their limits.'),
  path === undefined ? '# document: ./openapi.yaml' : `document: ${scalar(path)}`,
  overlays.length === 0 ? '# overlays: [./auth.overlay.yaml]' : `overlays: ${flow(overlays)}`,
];

function target({ target: url, targetGiven, contract, clients: apps }: ConfigurationDraft): readonly string[] {
  const { protocol, origin, pathname } = new URL(url);
  return [
    ...comment(
      targetGiven
        ? 'The server under test: its base URL, with the base path.'
        : 'PUT THIS RIGHT: the server under test, its base URL with the base path. A staging server, for a run breaks rules on purpose.',
    ),
    `target: ${scalar(url)}`,
    ...(protocol === 'https:' && contract.secureOnly
      ? [
          ...comment(
            'Where it would answer plain HTTP. If nothing listens there, name it all the same: a closed port counts as a refusal.',
          ),
          `# httpTarget: ${scalar(`${origin.replace('https:', 'http:')}${pathname.replace(/\/+$/, '')}`)}`,
        ]
      : []),
    ...(apps.length > 0 ? [...comment('Where its authorization server is, if on another host.'), `# oauthTarget: ${scalar(origin)}`] : []),
    ...(protocol === 'https:'
      ? [
          ...comment('The authority that signed its certificate, if this machine does not know it: a PEM file.'),
          '# tls: { ca: ./staging-ca.pem }',
        ]
      : []),
  ];
}

const hooks = ({ target: url }: ConfigurationDraft) => [
  ...comment(
    'If the server lets a tester move its clock, reset a quota, mint a credential or deny a consent, a run takes minutes less and needs fewer of the principals below.',
  ),
  `# hooks: { url: ${scalar(`${new URL(url).origin}/test-hooks`)}, token: { env: STAGING_HOOKS_TOKEN } }`,
];

function principals({ principals: roles, contract }: ConfigurationDraft): readonly string[] {
  if (roles.length === 0) return comment('No principals: the document declares no credential that a request could carry.');
  const plans = contract.plans.length > 0;
  return [
    ...comment('Who calls. A principal is whoever holds a credential. Names are free; checks choose by what is said of each:'),
    ...comment('- secret: where its credential comes from. It never stands here: { env: NAME }, { file: PATH } or { command: "…" }.'),
    ...comment('- account: who shares a quota and things with it; an account of its own where that is left out.'),
    ...(plans ? comment(`- plan: that of its account, one of ${contract.plans.map(({ name }) => name).join(', ')}.`) : []),
    ...(contract.scopes.length > 0 ? comment('- scopes: what it was granted, without what those imply.') : []),
    ...(knowsLists(contract) === true
      ? comment('- from: the addresses that it may call from. With "here: true", this machine is one of them, and it must be served.')
      : []),
    'principals:',
    ...roles.flatMap(roleLines),
  ];
}

function clients({ clients: roles }: ConfigurationDraft): readonly string[] {
  if (roles.length === 0) return [];
  return [
    ...comment(
      'OAuth clients, as they are registered with the authorization server; their ids are no secrets. Redirect URIs count letter by letter, and nothing needs to answer there.',
    ),
    ...comment(
      '  consent: how a code is had. automatic: the server redirects at once. { browser: ./login.ts }: a script of yours signs in and consents. { code: { env: CODE } }: a code that you pasted.',
    ),
    'clients:',
    ...roles.flatMap(roleLines),
  ];
}

function roleLines({ name, says, entry }: ProposedRole): readonly string[] {
  const line = `  ${scalar(name)}: ${flow(entry)}`;
  const block = [`  ${scalar(name)}:`, ...Object.entries(entry).map(([key, value]) => `    ${scalar(key)}: ${flow(value)}`)];
  return [...comment(says, '  '), ...(line.length <= width ? [line] : block)];
}

function allow({ contract, principals: roles }: ConfigurationDraft): readonly string[] {
  const spends = roles.some(({ entry }) => entry['expendable'] === true);
  return [
    ...comment('What a run may do besides reading, and besides requests that must be refused:'),
    ...comment('- writes: create things; change and delete those that it made itself, and nothing else.'),
    ...comment(`- burn: spend the quota of an expendable principal to its end${spends ? '' : '; none above is'}.`),
    ...comment('- destructive: send a live credential where it may be logged, such as in a URL; guess a hundred times.'),
    ...(contract.collections.length > 0 ? comment('Begin with none of them, and allow more when doctor and plan look right.') : []),
    'allow: { writes: false, burn: false, destructive: false }',
  ];
}

const budget = ({ requests }: ConfigurationDraft) => [
  ...comment(
    `More is never sent, and longer it never takes, apart from the removal of what the run itself created. With everything allowed and everybody above, a run sends about ${requests} requests.`,
  ),
  `budget: { requests: ${rounded(requests)}, seconds: 900 }`,
];

/** A quarter more, in hundreds. */
const rounded = (requests: number) => Math.max(100, Math.ceil((requests * 1.25) / 100) * 100);
