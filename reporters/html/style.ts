/** The style of the page: light and dark, narrow and wide, on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2126; --soft: #57606a; --paper: #fff; --panel: #f6f7f9; --line: #d8dde3;
  --pass: #1a7f37; --fail: #c01c2e; --warn: #8a5700; --open: #6639ba; --none: #57606a; --link: #0b5cad; --solid: #fff; --mark: #ffdadd; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e3e7ec; --soft: #9aa5b1; --paper: #14171b; --panel: #1c2127; --line: #333b44;
    --pass: #4ac26b; --fail: #ff8182; --warn: #e0ae45; --open: #bc9cff; --none: #9aa5b1; --link: #79b8ff; --solid: #14171b; --mark: #5c1f27; }
}
* { box-sizing: border-box; }
[id] { scroll-margin-top: 5.5rem; }
body { margin: 0 auto; padding: 1.25rem 1.25rem 3rem; max-width: 74rem; background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
code, pre, kbd { font: 0.8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
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
.verdict > h1 { color: inherit; font-size: 2.25rem; line-height: 1.2; letter-spacing: -0.01em; } .verdict > h1::first-letter { text-transform: uppercase; }
.reason { font-size: 1.0625rem; }
.scores { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0.75rem 2rem; margin-top: 1.1rem; }
.bar p { display: flex; flex-wrap: wrap; gap: 0 0.5rem; } .bar p > strong { text-transform: capitalize; } .share { margin-left: auto; font-variant-numeric: tabular-nums; }
.bar svg { display: block; width: 100%; height: 0.6rem; margin-top: 0.2rem; border-radius: 0.3rem; background: var(--line); }
rect.pass { fill: var(--pass); } rect.fail { fill: var(--fail); } rect.open { fill: var(--open); } rect.none { fill: var(--line); }
.totals { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0.9rem 0 0; padding: 0; list-style: none; }
.totals a { color: inherit; text-decoration: none; } .totals a:hover { text-decoration: underline; }
.totals strong { font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.first { margin: 1rem 0; } .first h2 { margin: 0 0 0.25rem; font-size: 1rem; } .first ol { padding-left: 1.4rem; } .first li { margin: 0.15rem 0; } .first li > a { font-weight: 600; }
.facts { display: grid; gap: 0.15rem; }
.facts > div { display: grid; grid-template-columns: 6rem 1fr; gap: 0.75rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; min-width: 0; }
.long { grid-column: 1 / -1; }
.wide { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0.15rem 2rem; font-size: 0.875rem; }
nav { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; justify-content: space-between;
  margin-top: 0.75rem; padding: 0.5rem 0; background: var(--paper); border-bottom: 1px solid var(--line); font-size: 0.875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0; list-style: none; }
#filter { display: flex; flex-wrap: wrap; gap: 0.4rem 0.75rem; align-items: center; }
#filter label { color: var(--soft); }
input, select, button { font: inherit; padding: 0.1rem 0.4rem; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); color: var(--ink); }
input { width: 9.5rem; } button { cursor: pointer; } button:hover { border-color: var(--soft); }
dialog { max-width: 26rem; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: var(--ink); } dialog h2 { margin-top: 0; } dialog button { margin-top: 1rem; }
.card, .panel { margin: 0.75rem 0; border: 1px solid var(--line); border-left: 0.3rem solid currentcolor; border-radius: 6px; padding: 0 1.1rem; }
.card > *, .panel > * { color: var(--ink); } .card > .soft { color: var(--soft); } .card[open] { padding-bottom: 1rem; } .panel { padding: 0.75rem 1rem; }
.card > summary { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: baseline; padding: 0.7rem 0; cursor: pointer; list-style: none; }
.card > summary::-webkit-details-marker { display: none; }
.card > summary::after { content: '▸'; margin-left: auto; color: var(--soft); } .card[open] > summary::after { content: '▾'; }
.card > p.fail { color: var(--fail); } .card > p.warn { color: var(--warn); }
.tags { display: flex; flex-wrap: wrap; gap: 0.3rem 0.6rem; align-items: center; font-size: 0.8125rem; }
.card .kind { margin-top: 0.7rem; padding-top: 0.6rem; border-top: 1px solid var(--line); font-size: 0.9375rem; } .kind > summary h4 { display: inline; }
.check-id { font-weight: 400; font-size: 0.8125rem; overflow-wrap: anywhere; }
.versus { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: 0.5rem 1.5rem; margin: 0.4rem 0; }
.versus > * { min-width: 0; } .versus pre { border-left: 0.25rem solid var(--pass); } .versus .observed pre { border-left-color: var(--fail); }
.advice { display: grid; gap: 0.5rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); margin: 1rem 0 0.75rem; padding: 0.75rem 0.9rem; background: var(--panel); border-radius: 6px; }
.advice dt { font-weight: 600; } .advice dd { margin: 0; }
.panel h2 { margin: 0 0 0.25rem; font-size: 1rem; } .panel ul { padding-left: 1.25rem; } .warn-edge { border-left-color: var(--warn); }
.undecided { padding: 0.5rem 0; border-top: 1px solid var(--line); } .why { margin: 0.2rem 0 0 1.4rem; font-size: 0.875rem; }
details > summary { cursor: pointer; } details > summary::marker { color: var(--soft); }
.card details { margin-top: 0.35rem; font-size: 0.875rem; }
.exchange, .dialogue { padding: 0.15rem 0; border-bottom: 1px solid var(--line); } .exchange[open] { padding-bottom: 0.75rem; }
.exchange summary code { font-size: 0.8125rem; } .links { font-size: 0.875rem; overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0.5rem 1.5rem; align-items: start; margin-top: 0.4rem; }
.pair > * { min-width: 0; }
pre { margin: 0.15rem 0; padding: 0.5rem 0.65rem; background: var(--panel); border: 1px solid var(--line); border-radius: 4px;
  max-height: 22rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.card > .source { margin-top: 0.6rem; } .excerpt mark { display: block; }
.curl { display: flex; gap: 0.5rem; align-items: start; margin-top: 0.35rem; } .curl pre { flex: 1; min-width: 0; max-height: 6rem; }
.scroll { overflow-x: auto; position: relative; }
.figure svg { display: block; max-width: none; margin: 0.5rem 0; }
svg text { fill: var(--ink); font: 11px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
.participant { font-weight: 600; } .lifeline { stroke: var(--line); stroke-width: 1.5; }
.step line { stroke: var(--soft); } .step path { fill: var(--soft); } .step line.back { stroke-dasharray: 4 3; } .step text.back { fill: var(--soft); }
.step.fail text.back { fill: var(--fail); } .step.fail line.back { stroke: var(--fail); } .step:hover text { text-decoration: underline; }
.timelines { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1rem 1.5rem; margin-top: 0.75rem; }
.timeline { min-width: 0; font-size: 0.8125rem; } .timeline svg { width: 100%; height: auto; }
.axis { stroke: var(--line); } .quota { fill: none; stroke: var(--link); stroke-width: 1.5; stroke-linejoin: round; } .wait { fill: var(--warn); opacity: 0.45; }
circle.served { fill: var(--link); } path.rejected { stroke: var(--fail); stroke-width: 2; } path.again { fill: var(--pass); }
.key.served { color: var(--link); } .key.rejected { color: var(--fail); } .key.again { color: var(--pass); }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.25rem; text-align: left; } caption strong { text-transform: capitalize; }
th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400; }
th:first-child { padding-left: 0; text-align: left; } thead th { color: var(--soft); vertical-align: bottom; }
.sum > * { border-top: 1px solid var(--soft); border-bottom: 0; font-weight: 600; } .zero { color: var(--soft); font-weight: 400; }
.matrix { width: auto; } .matrix td, .matrix thead th:not(:first-child) { text-align: center; } .matrix td a { color: inherit; text-decoration: none; } .matrix td a:hover { text-decoration: underline; }
.matrix .wrong { background: var(--mark); font-weight: 600; }
.topic { margin-top: 1rem; } .topic h3 { padding-bottom: 0.2rem; border-bottom: 1px solid var(--line); }
.row summary .soft { font-size: 0.75rem; } .row { padding: 0.15rem 0; border-bottom: 1px solid var(--line); } .row > :not(summary) { margin-left: 2.1rem; } .row[open] { padding-bottom: 0.6rem; }
.ids { margin: 0.3rem 0; padding-left: 1.1rem; columns: 2 26rem; column-gap: 2rem; font-size: 0.8125rem; } .plain { padding: 0; list-style: none; }
section > ul:not(.plain) { padding-left: 1.25rem; }
footer { margin-top: 2.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line); font-size: 0.8125rem; }
@media (max-width: 40rem) { body { padding: 0.75rem; } nav { position: static; } [id] { scroll-margin-top: 0.5rem; } .verdict { padding: 1rem; } .verdict > h1 { font-size: 1.75rem; }
  .card > summary { position: relative; padding-right: 1.25rem; } .card > summary::after { position: absolute; right: 0; }
  .card, .panel { padding-left: 0.75rem; padding-right: 0.75rem; } .facts > div { grid-template-columns: 4.75rem 1fr; } .row > :not(summary) { margin-left: 0; } }
@media print {
  :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 8.5pt; } nav, .skip, button, dialog, #requirements, #exchanges, #oauth, .links, .size, .kind details { display: none !important; }
  pre { max-height: 8rem; overflow: hidden; font-size: 7pt; } h2 { margin-top: 1rem; } .kind ~ .kind { display: none; } .versus, .pair, tr, .timeline { break-inside: avoid-page; }
  .advice { grid-template-columns: 1fr 1fr 1fr; padding: 0.3rem 0; font-size: 8pt; } h2, h3 { break-after: avoid; }
  .timelines { grid-template-columns: 1fr 1fr 1fr; } .pair { grid-template-columns: 1fr 1fr; }
}
`;

/** The hash of the style in the security policy of the page; a test compares it. */
export const STYLE_HASH = 'sha256-t2vYwvMDqdaO14lQrkgeZasmZxjlMPrVaUnfis/2lqI=';
