import type { HeaderList } from '../../spec/message.ts';
import { sha256 } from './sha256.ts';

const style = [
  'body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:#1b1b1f;background:#f4f4f7}',
  'main{max-width:34rem;margin:10vh auto;padding:2rem;background:#fff;border:1px solid #c8c8d0;border-radius:.5rem}',
  'h1{margin-top:0;font-size:1.4rem;line-height:1.25}',
  'button{font:inherit;padding:.5rem 1.5rem;margin-right:.75rem;border:2px solid #1a4fa3;border-radius:.3rem;background:#fff;color:#1a4fa3}',
  'button[value=approve]{background:#1a4fa3;color:#fff}',
  'input{font:inherit;padding:.4rem;border:1px solid #55555f;border-radius:.3rem}',
  ':focus-visible{outline:3px solid #b35900;outline-offset:2px}',
].join('');

/** Where a form may lead in the end: the policy counts redirects too. @see CSP3 §6.3.1 */
function destination(uri: string): string {
  const { protocol, host } = new URL(uri);
  return /^https?:$/.test(protocol) && !host.startsWith('[') ? `${protocol}//${host}` : protocol;
}

/** The header lines of a page: no scripts, no frames around it, forms that lead to the mock itself and to these URIs alone. */
export function pageLines(leadsTo: readonly string[]): HeaderList {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${sha256(style)}'`,
    `form-action ${["'self'", ...leadsTo.map(destination)].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return [
    'Content-Type',
    'text/html; charset=utf-8',
    'Content-Security-Policy',
    policy.join('; '),
    'X-Frame-Options',
    'DENY',
    'Referrer-Policy',
    'no-referrer',
  ];
}

const marks: { readonly [mark: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string) => text.replace(/[&<>"']/g, (mark) => marks[mark]!);

function document(title: string, content: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    ...content,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** What a person is asked on the consent page. */
export interface Question {
  /** The API's title. */
  readonly api: string;
  readonly client: string;
  readonly account: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
  /** Where the form is sent. */
  readonly action: string;
  readonly ticket: string;
}

/** The page that asks a person for consent; it works without a script, a style sheet and a mouse. */
export function consentPage({ api, client, account, scopes, action, ticket }: Question): string {
  const listed = scopes.map(
    ({ name, description }) => `<li><code>${escaped(name)}</code>${description && ` – ${escaped(description)}`}</li>`,
  );
  return document(`Allow ${client} to use ${api}?`, [
    `<p><strong>${escaped(client)}</strong> asks for access to the account <strong>${escaped(account)}</strong>.</p>`,
    ...(listed.length === 0 ? [] : ['<p id="scopes">It will be able to use:</p>', '<ul aria-labelledby="scopes">', ...listed, '</ul>']),
    `<form method="post" action="${escaped(action)}">`,
    `<input type="hidden" name="ticket" value="${escaped(ticket)}">`,
    '<button type="submit" name="decision" value="approve">Approve</button>',
    '<button type="submit" name="decision" value="deny">Deny</button>',
    '</form>',
  ]);
}

/** The page on which a person types the code that a device shows. @see RFC 8628 §3.3 */
export function userCodePage(action: string): string {
  return document('Connect a device', [
    `<form method="get" action="${escaped(action)}">`,
    '<p><label for="user_code">The code that the device shows</label></p>',
    '<p><input id="user_code" name="user_code" autocomplete="off" autocapitalize="characters" required></p>',
    '<button type="submit">Continue</button>',
    '</form>',
  ]);
}

/** A page that says how something went. */
export function messagePage(title: string, says: string): string {
  return document(title, [`<p>${escaped(says)}</p>`]);
}

/** A page that says what is wrong, where there is nowhere safe to send the browser. @see RFC 6749 §4.1.2.1 */
export function errorPage(says: string): string {
  return messagePage('This request cannot be answered', `${says}.`);
}
