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

/** The CSP source for a redirect URI: `form-action` applies to redirects too. @see CSP3 §6.3.1 */
function destination(uri: string): string {
  const { protocol, host } = new URL(uri);
  return /^https?:$/.test(protocol) && !host.startsWith('[') ? `${protocol}//${host}` : protocol;
}

/** The headers of a page: no scripts, no framing, and forms that lead only to the mock and to these URIs. */
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

/** The content of the consent page. */
export interface Question {
  /** The API's title. */
  readonly api: string;
  readonly client: string;
  readonly account: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
  /** The URL that the form is sent to. */
  readonly action: string;
  readonly ticket: string;
}

/** The consent page. It works without scripts, style sheets and a mouse. */
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

/** The page for typing the code that a device shows. @see RFC 8628 §3.3 */
export function userCodePage(action: string): string {
  return document('Connect a device', [
    `<form method="get" action="${escaped(action)}">`,
    '<p><label for="user_code">The code that the device shows</label></p>',
    '<p><input id="user_code" name="user_code" autocomplete="off" autocapitalize="characters" required></p>',
    '<button type="submit">Continue</button>',
    '</form>',
  ]);
}

/** A page with a title and a message. */
export function messagePage(title: string, text: string): string {
  return document(title, [`<p>${escaped(text)}</p>`]);
}

/** An error page, for requests without a safe redirect URI. @see RFC 6749 §4.1.2.1 */
export function errorPage(text: string): string {
  return messagePage('Invalid request', `${text}.`);
}
