/**
 * The console of a mock: one static page at the control listener. It has no data of its own; its script reads the control API with the token.
 *
 * @module
 */
import { consoleScript } from './script.ts';
import { consoleStyle } from './style.ts';

/** The page, and the policy that allows its own style and script and nothing else. */
export interface ConsolePage {
  readonly html: string;
  readonly policy: string;
}

/** Makes the page. `hashOf` gives the base64 SHA-256 of a text. */
export function consolePage(title: string, hashOf: (text: string) => string): ConsolePage {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hashOf(consoleStyle)}'`,
    `script-src 'sha256-${hashOf(consoleScript)}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return { html: htmlOf(escaped(title)), policy };
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const htmlOf = (title: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mock of ${title}</title>
<link rel="icon" href="data:,">
<style>${consoleStyle}</style>
</head>
<body>
<header>
<h1>Mock of ${title}</h1>
<p id="state" role="status">connecting …</p>
</header>
<form id="login" hidden>
<label>Token of the control API <input name="token" type="password" autocomplete="off" required></label>
<button>Connect</button>
</form>
<main id="main" hidden>
<section aria-labelledby="requests-title" class="wide">
<h2 id="requests-title">Requests <span class="count" id="request-count">0</span></h2>
<div class="tools">
<label>Find <input id="find" type="search" placeholder="path, principal, gate, status"></label>
<button type="button" id="clear">Clear</button>
</div>
<div class="scroll" tabindex="0" role="region" aria-label="Table of requests">
<table>
<thead><tr><th scope="col">time</th><th scope="col">request</th><th scope="col">status</th><th scope="col">principal</th><th scope="col">decided by</th><th scope="col">why</th></tr></thead>
<tbody id="requests"></tbody>
</table>
</div>
<p class="soft" id="no-requests">No request yet. Send one to the mock, and it appears here.</p>
</section>
<section aria-labelledby="quotas-title" class="most">
<h2 id="quotas-title">Quotas</h2>
<div id="quotas"></div>
<button type="button" id="reset">Reset all quotas</button>
</section>
<section aria-labelledby="clock-title">
<h2 id="clock-title">Clock</h2>
<p><output id="clock"></output></p>
<label>Move forward by <span id="step-words">1 minute</span>
<input id="step" type="range" min="0" max="8" value="3"></label>
<button type="button" id="advance">Move the clock</button>
</section>
<section aria-labelledby="keys-title" class="wide">
<h2 id="keys-title">Keys</h2>
<form id="create" class="tools"><label>Scopes <input name="scopes" placeholder="read write"></label> <button>Create a key</button> <output id="created"></output></form>
<div class="scroll" tabindex="0" role="region" aria-label="Table of keys">
<table>
<thead><tr><th scope="col">principal</th><th scope="col">key</th><th scope="col">plan</th><th scope="col">scopes</th><th scope="col">state</th><th scope="col">actions</th></tr></thead>
<tbody id="keys"></tbody>
</table>
</div>
</section>
<section aria-labelledby="oauth-title" class="wide" id="oauth" hidden>
<h2 id="oauth-title">OAuth dialogues</h2>
<ol id="dialogues"></ol>
</section>
<section aria-labelledby="faults-title" class="wide">
<h2 id="faults-title">Faults <span class="count" id="fault-count">none on</span></h2>
<div class="tools"><label>Find <input id="find-fault" type="search" placeholder="name or words"></label></div>
<ul id="faults"></ul>
</section>
</main>
<script>${consoleScript}</script>
</body>
</html>
`;
