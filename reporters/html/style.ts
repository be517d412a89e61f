const SANS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif";

/** The style of the page: light and dark, narrow and wide, on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2126; --soft: #57606a; --paper: #fff; --panel: #f6f7f9; --line: #d8dde3;
  --pass: #1a7f37; --fail: #c01c2e; --warn: #8a5700; --open: #6639ba; --none: #57606a; --link: #0b5cad; --solid: #fff; --mark: #ffdadd; --good: #d5f2dc; --wait: #f0c878; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e3e7ec; --soft: #9aa5b1; --paper: #14171b; --panel: #1c2127; --line: #333b44;
    --pass: #4ac26b; --fail: #ff8182; --warn: #e0ae45; --open: #bc9cff; --none: #9aa5b1; --link: #79b8ff; --solid: #14171b; --mark: #5c1f27; --good: #14401f; --wait: #7a5a1c; }
}
* { box-sizing: border-box; }
[id] { scroll-margin-top: 5.5rem; }
body { margin: 0 auto; padding: 1.25rem 1.25rem 3rem; max-width: 74rem; background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.5 ${SANS}; }
code, pre, kbd { font: 0.8125rem/1.5 ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; }
code { overflow-wrap: anywhere; }
kbd { padding: 0 0.4em; border: 1px solid var(--line); border-radius: 4px; background: var(--panel); }
mark { background: var(--mark); color: inherit; border-radius: 2px; box-shadow: 0 0 0 1px var(--mark); font-weight: 600; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
[hidden] { display: none !important; }
h1, h2, h3, h4, p, ul, ol, dl, figure { margin: 0; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.25rem; line-height: 1.3; }
h3 { font-size: 1rem; } #run h3 { margin-top: 1.25rem; }
h4 { font-size: 0.9375rem; } .label { font-size: 0.75rem; color: var(--soft); font-weight: 600; }
.soft { color: var(--soft); } .nowrap { white-space: nowrap; } .size, .when { font-size: 0.75rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.5rem; z-index: 2; }
.pass { color: var(--pass); } .fail { color: var(--fail); } .warn { color: var(--warn); } .open { color: var(--open); } .none { color: var(--none); }
.mark { display: inline-block; width: 1.1em; font-weight: 700; text-align: center; }
.badge { display: inline-block; padding: 0 0.5em; border: 1px solid currentcolor; border-radius: 1em; font-size: 0.75rem; line-height: 1.5; white-space: nowrap; }
.badge:not([class*=' ']) { color: var(--soft); border-color: var(--line); }
.badge.solid { background: var(--fail); border-color: var(--fail); color: var(--solid); }
.badges { display: flex; flex-wrap: wrap; gap: 0.4rem; align-items: center; margin: 0.3rem 0; font-size: 0.8125rem; }
.count { color: var(--soft); font-weight: 400; font-size: 1rem; }
.verdict { padding: 1.25rem 1.5rem; border: 1px solid var(--line); border-top: 0.4rem solid currentcolor; border-radius: 8px; background: var(--panel); }
.verdict > * { color: var(--ink); } .verdict > .soft { color: var(--soft); overflow-wrap: anywhere; }
.verdict > h1 { color: inherit; } .verdict h1 { font-size: 2.25rem; line-height: 1.2; letter-spacing: -0.01em; } .verdict h1::first-letter { text-transform: uppercase; }
.reason::first-letter { text-transform: uppercase; } main > #preflight { margin-top: 1.75rem; } .reason { font-size: 1.0625rem; }
.headline { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; justify-content: space-between; } .headline > div:first-child { flex: 1 1 22rem; min-width: 0; }
.verdict .when { margin-top: 0.4rem; overflow-wrap: anywhere; } .verdict .target { overflow-wrap: anywhere; }
.gauges { display: flex; flex-wrap: wrap; gap: 0.75rem 2.25rem; } .gauge { display: flex; gap: 0.9rem; align-items: center; }
.gauge svg { width: 6.25rem; height: 6.25rem; flex: none; } .gauge p { max-width: 8.5rem; line-height: 1.35; } .gauge strong { display: block; } .gauge strong::first-letter { text-transform: uppercase; }
.ring { fill: none; stroke: var(--line); stroke-width: 4.5; } .ring.pass { stroke: var(--pass); } .ring.fail { stroke: var(--fail); } .ring.warn { stroke: var(--warn); } .ring.open { stroke: var(--open); } .ring.none { stroke: var(--soft); }
.gauge .passed { font: 700 11px ${SANS}; letter-spacing: -0.02em; } .gauge .of { font: 5px ${SANS}; fill: var(--soft); }
.bar { display: block; width: 100%; height: 0.3rem; border-radius: 0.15rem; background: var(--line); overflow: hidden; }
rect.pass { fill: var(--pass); } rect.fail { fill: var(--fail); } rect.warn { fill: var(--warn); } rect.open { fill: var(--open); } rect.none { fill: var(--line); }
.totals { display: flex; flex-wrap: wrap; gap: 0.25rem 1.75rem; margin: 1.1rem 0 0; padding: 0.6rem 0; border-block: 1px solid var(--line); list-style: none; }
.totals a { color: inherit; text-decoration: none; } .totals a:hover { text-decoration: underline; }
.totals strong { font-size: 1.375rem; font-variant-numeric: tabular-nums; }
.first { margin: 1rem 0; } .first h2 { margin: 0 0 0.35rem; font-size: 1rem; } .first ol { padding: 0; list-style: none; }
.first li { margin: 0.4rem 0; padding-left: 1.5rem; } .first li > a { margin-right: 0.5rem; font-weight: 600; } .first li > .mark { margin-left: -1.5rem; } .first > p { padding-left: 1.5rem; }
.topics { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5rem), 1fr)); gap: 0.6rem 1.75rem; margin: 1.1rem 0 0; padding: 0.9rem 0 0; border-top: 1px solid var(--line); list-style: none; }
.totals + .topics { margin-top: 0; border-top: 0; } .topics a { display: block; color: inherit; text-decoration: none; font-size: 0.8125rem; } .topics a:hover .name { text-decoration: underline; }
.topics .name { display: flex; justify-content: space-between; gap: 0.5rem; margin-bottom: 0.15rem; } .topics .soft { font-variant-numeric: tabular-nums; }
.facts { display: grid; gap: 0.15rem; }
.facts > div { display: grid; grid-template-columns: 6rem 1fr; gap: 0.75rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; min-width: 0; }
.long { grid-column: 1 / -1; }
.wide { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0.15rem 2rem; font-size: 0.875rem; }
nav { position: sticky; top: 0; z-index: 1; margin-top: 1rem; padding: 0.4rem 0 0.6rem; background: var(--paper); border-bottom: 1px solid var(--line); font-size: 0.875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.1rem 0.25rem; margin-left: -0.6rem; padding: 0; list-style: none; }
nav a { display: block; padding: 0.2rem 0.6rem; border-radius: 6px; color: var(--ink); text-decoration: none; } nav a:hover { background: var(--panel); text-decoration: underline; }
nav .number { color: var(--soft); font-variant-numeric: tabular-nums; }
#filter { display: flex; flex-wrap: wrap; gap: 0.4rem 0.5rem; align-items: center; margin-top: 0.35rem; } #filter-count { color: var(--soft); } #show-keys { margin-left: auto; }
input, select, button { font: inherit; min-height: 1.9rem; padding: 0.1rem 0.6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); color: var(--ink); }
input { flex: 1 1 14rem; max-width: 22rem; min-width: 0; } input::placeholder { color: var(--soft); opacity: 1; } button { cursor: pointer; } button:hover { border-color: var(--soft); }
dialog { max-width: 26rem; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: var(--ink); } dialog h2 { margin-top: 0; } dialog .facts > div { grid-template-columns: 3rem 1fr; } dialog button { margin-top: 1rem; }
#failed { position: relative; } #open-all { position: absolute; right: 0; top: -0.25rem; font-size: 0.875rem; }
.card, .panel { margin: 0.75rem 0; border: 1px solid var(--line); border-left: 0.3rem solid currentcolor; border-radius: 6px; padding: 0 1.1rem; }
.card > *, .panel > * { color: var(--ink); } .card > .soft { color: var(--soft); } .card[open] { padding-bottom: 1rem; } .panel { padding: 0.75rem 1rem; }
.card > summary { display: flex; flex-wrap: wrap; gap: 0.15rem 1rem; align-items: baseline; padding: 0.65rem 1.75rem 0.65rem 0; position: relative; }
.card > summary > h3 { flex: 1 1 20rem; } .gist { font-size: 0.875rem; } .card .gist { flex: 1 0 100%; padding-left: 1.4rem; } .gist code { color: var(--ink); } .card[open] > summary > .gist { display: none; }
.card > summary::after, summary::before { content: ''; display: inline-block; flex: none; width: 0.45rem; height: 0.45rem; margin-right: 0.5rem; border: solid var(--soft); border-width: 0 1.5px 1.5px 0; rotate: -45deg; vertical-align: 0.1rem; }
.card > summary::before { display: none; } .card > summary::after { position: absolute; right: 0; top: 1.1rem; } [open] > summary::after, [open] > summary::before { rotate: 45deg; }
.topic > summary::before, .row > summary::before, .exchange > summary::before { margin: 0; align-self: center; } summary::-webkit-details-marker { display: none; }
.card > p.fail { color: var(--fail); } .card > p.warn { color: var(--warn); }
.tags { display: flex; flex-wrap: wrap; gap: 0.3rem 0.6rem; align-items: center; font-size: 0.8125rem; }
.card .kind { margin-top: 0.7rem; padding-top: 0.6rem; border-top: 1px solid var(--line); font-size: 0.9375rem; } .kind > summary h4 { display: inline; }
.check-id { font-weight: 400; font-size: 0.8125rem; overflow-wrap: anywhere; }
.versus { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; margin: 0.5rem 0 0.75rem; } .versus > * { min-width: 7rem; max-width: calc(50% - 0.75rem); }
.versus > :first-child mark { background: var(--good); box-shadow: 0 0 0 1px var(--good); } .where { padding: 0 0 0 0.25rem; } .where p + p { margin-top: 0.5rem; font-size: 0.875rem; } .versus pre { border-left: 0.25rem solid var(--pass); } .versus .observed pre { border-left-color: var(--fail); }
.advice { display: grid; gap: 0.5rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); margin: 1rem 0 0.75rem; padding: 0.75rem 0.9rem; background: var(--panel); border-radius: 6px; }
.advice dt { font-weight: 600; } .advice dd { margin: 0; }
.panel h2 { margin: 0 0 0.25rem; font-size: 1rem; } .panel ul { padding-left: 1.25rem; } .warn-edge { border-left-color: var(--warn); }
.undecided { padding: 0.35rem 0; border-top: 1px solid var(--line); } .why { margin: 0 0 0 1.4rem; font-size: 0.8125rem; }
summary { min-height: 1.5rem; cursor: pointer; list-style: none; }
.card details { margin-top: 0.35rem; font-size: 0.875rem; }
.exchange, .dialogue { border-bottom: 1px solid var(--line); } .dialogue { padding: 0.35rem 0; } .exchange[open] { padding-bottom: 0.75rem; }
.exchange > .soft { padding: 0.2rem 0.25rem; font-size: 0.8125rem; } .exchange summary code { font-size: 0.8125rem; } .links { font-size: 0.875rem; overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0.5rem 1.5rem; align-items: start; margin-top: 0.4rem; }
.messages { display: grid; gap: 0.6rem 1.5rem; align-items: start; margin-top: 0.4rem; } .pair > *, .messages > * { min-width: 0; }
.messages pre { max-height: 32rem; }
@media (min-width: 58rem), print { .messages { grid-template-columns: 1fr 1fr; grid-template-rows: auto 1fr; } .response { grid-area: 1 / 2 / span 2; } }
pre { margin: 0.15rem 0; padding: 0.5rem 0.65rem; background: var(--panel); border: 1px solid var(--line); border-radius: 4px;
  max-height: 22rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
pre i { font-style: normal; color: var(--soft); } .source { font-size: 0.875rem; } .card > .source { margin-top: 0.9rem; } .excerpt mark { display: block; }
.curl { position: relative; } .curl button { position: absolute; right: 0; top: -0.4rem; min-height: 1.5rem; padding: 0 0.5rem; font-size: 0.75rem; }
.scroll { overflow-x: auto; position: relative; }
.figure svg { display: block; max-width: none; margin: 0.5rem 0; }
svg text { fill: var(--ink); font: 11px ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; }
.participant { font-weight: 600; } .checked { font-size: 10.5px; } tspan.pass { fill: var(--pass); } tspan.fail { fill: var(--fail); } tspan.open { fill: var(--open); } tspan.none { fill: var(--soft); } .lifeline { stroke: var(--line); stroke-width: 1.5; }
.step line { stroke: var(--soft); } .step path { fill: var(--soft); } .step line.back { stroke-dasharray: 4 3; } .step text.back { fill: var(--soft); }
.step text { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; } .step.fail text.back { fill: var(--fail); } .step.fail line.back { stroke: var(--fail); } .step:hover text { text-decoration: underline; }
.timelines { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1rem 1.5rem; margin-top: 0.75rem; }
.timeline { min-width: 0; font-size: 0.8125rem; } .timeline svg { width: 100%; height: auto; }
.axis { stroke: var(--line); } .quota { fill: none; stroke: var(--link); stroke-width: 1.5; stroke-linejoin: round; } rect.wait { fill: var(--wait); opacity: 0.35; }
circle.served { fill: var(--link); } path.rejected { stroke: var(--fail); stroke-width: 2; } path.again { fill: var(--pass); }
.key.served { color: var(--link); } .key.rejected { color: var(--fail); } .key.again { color: var(--pass); } .key.wait { color: var(--wait); }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.25rem; text-align: left; } caption strong { text-transform: capitalize; }
th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400; }
th:first-child { padding-left: 0; text-align: left; } thead th { color: var(--soft); vertical-align: bottom; }
.sum > * { border-top: 1px solid var(--soft); border-bottom: 0; font-weight: 600; } .zero { color: var(--soft); font-weight: 400; }
.matrix { width: auto; } .matrix td, .matrix th code { white-space: nowrap; } .matrix td, .matrix th { padding-block: 0.3rem; } .matrix td, .matrix thead th:not(:first-child) { text-align: center; } .matrix td a { color: inherit; text-decoration: none; } .matrix td a:hover { text-decoration: underline; }
.matrix .wrong { background: var(--mark); font-weight: 600; }
.topic { border-bottom: 1px solid var(--line); } .topic[open] { padding-bottom: 0.75rem; } .topic > summary { display: flex; gap: 0.75rem; align-items: center; padding: 0.45rem 0.25rem; }
.topic > summary h3 { flex: 0 0 6.5rem; } .topic > summary .bar { flex: 0 1 11rem; } .topic > summary .soft { font-size: 0.8125rem; }
.row > summary, .line, .exchange > summary { display: flex; gap: 0.2rem 0.6rem; align-items: baseline; padding: 0.2rem 0.25rem; } .row > summary:hover, .exchange > summary:hover, .topic > summary:hover { background: var(--panel); }
.line { padding: 0; } .title { flex: 1 1 auto; min-width: 0; }
.row > summary > code, .line > code { flex: 0 1 auto; color: var(--soft); text-align: right; } .row > summary > .soft, .line > .soft { flex: 0 0 3.75rem; font-size: 0.75rem; }
.row { border-top: 1px solid var(--line); } .row > :not(summary) { margin-left: 2.6rem; } .row[open] { padding-bottom: 0.6rem; }
.exchange > summary > strong { flex: 0 0 2rem; } .exchange > summary > code { flex: 1 1 auto; min-width: 0; } .exchange > summary > .soft { flex: 0 0 8rem; font-size: 0.8125rem; }
.exchange > summary > .number { flex-basis: 3rem; text-align: right; } .exchange > summary > .soft:nth-last-child(2) { flex-basis: 5rem; }
.notes > li { display: grid; grid-template-columns: 6.5rem 1fr; gap: 0.5rem; padding: 0.5rem 0.25rem; border-bottom: 1px solid var(--line); } .notes > li > div { min-width: 0; } .topic-name { font-weight: 600; }
.ids { margin: 0.3rem 0; padding-left: 1.1rem; columns: 2 26rem; column-gap: 2rem; font-size: 0.8125rem; } .plain { padding: 0; list-style: none; }
section > ul:not(.plain) { padding-left: 1.25rem; }
footer { margin-top: 2.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line); font-size: 0.8125rem; }
@media (max-width: 40rem) { body { padding: 0.75rem; } nav { position: static; } [id] { scroll-margin-top: 0.5rem; } .verdict { padding: 1rem; } .verdict h1 { font-size: 1.75rem; }
  .card > summary { padding-right: 1.25rem; } .card > summary::after { right: 0; } .card > summary > h3 { flex-basis: 100%; } .card .gist, .why { padding-left: 0; margin-left: 0; } .first .gist { display: block; } #open-all { position: static; }
  .versus > * { min-width: 0; max-width: 100%; } .gauges { width: 100%; gap: 1rem; } .gauge { flex: 1 1 0; flex-direction: column; align-items: start; gap: 0.4rem; } .gauge p { font-size: 0.8125rem; }
  .topics { grid-template-columns: 1fr 1fr; gap: 0.5rem 1.25rem; } .row > summary, .line, .exchange > summary { flex-wrap: wrap; } .title { flex-basis: calc(100% - 4rem); } .row > summary > code, .line > code { margin-left: 2.4rem; text-align: left; }
  .topic > summary { flex-wrap: wrap; gap: 0.1rem 0.6rem; } .topic > summary .soft { flex-basis: 100%; padding-left: 1.05rem; } .notes > li { grid-template-columns: 1fr; gap: 0; } .exchange > summary > code { flex-basis: calc(100% - 7.5rem); }
  .card, .panel { padding-left: 0.75rem; padding-right: 0.75rem; } .facts > div { grid-template-columns: 4.75rem 1fr; } .row > :not(summary) { margin-left: 0; } }
@media print {
  :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 8.5pt; } nav, .skip, button, dialog, #requirements, #exchanges, #oauth, .card .gist, summary::after, summary::before, .links, .size, .kind details { display: none !important; }
  pre, .messages pre { max-height: 8rem; overflow: hidden; font-size: 7pt; } h2 { margin-top: 1rem; } .kind ~ .kind { display: none; } .versus, .messages, tr, .timeline, .notes > li { break-inside: avoid-page; }
  .advice { grid-template-columns: 1fr 1fr 1fr; padding: 0.3rem 0; font-size: 8pt; } h2, h3 { break-after: avoid; }
  .timelines { grid-template-columns: 1fr 1fr 1fr; } .matrix td, .matrix th { padding-inline: 0.25rem; } .pair { grid-template-columns: 1fr 1fr; } .gauges { flex-wrap: nowrap; width: auto; gap: 1rem; } .gist { font-size: inherit; } .gauge { flex-direction: row; align-items: center; flex: none; } .gauge svg { width: 5rem; height: 5rem; } .headline { flex-wrap: nowrap; }
}
`;

/** The hash of the style in the security policy of the page; a test compares it. */
export const STYLE_HASH = 'sha256-Zlp7c0ag/eyxxqGyhaCXCly7zhVHlPIi6hLCM3tthD4=';
