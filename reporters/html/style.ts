/** The style of the page: light and dark, narrow and wide, on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2126; --soft: #57606a; --paper: #fff; --panel: #f5f6f8; --line: #d8dde3;
  --pass: #1a7f37; --fail: #c01c2e; --warn: #8a5700; --open: #6639ba; --none: #57606a; --link: #0b5cad; --solid: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e3e7ec; --soft: #9aa5b1; --paper: #14171b; --panel: #1c2127; --line: #333b44;
    --pass: #4ac26b; --fail: #ff8182; --warn: #e0ae45; --open: #bc9cff; --none: #9aa5b1; --link: #79b8ff; --solid: #14171b; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0 auto; padding: 1.25rem 1.25rem 3rem; max-width: 74rem; background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
code, pre { font: 0.8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
code { overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
[hidden] { display: none !important; }
h1, h2, h3, h4, h5, p, ul, dl { margin: 0; }
h2 { margin: 2.25rem 0 0.75rem; font-size: 1.1875rem; line-height: 1.3; }
h3 { font-size: 0.9375rem; } h3 code { font-size: 0.875rem; }
h4 code { font-weight: 600; } h5 { font-size: 0.75rem; color: var(--soft); }
.soft { color: var(--soft); } .nowrap { white-space: nowrap; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.5rem; z-index: 2; }
.pass { color: var(--pass); } .fail { color: var(--fail); } .warn { color: var(--warn); } .open { color: var(--open); } .none { color: var(--none); }
.mark { display: inline-block; width: 1.1em; font-weight: 700; text-align: center; }
.badge { display: inline-block; padding: 0 0.45em; border: 1px solid currentcolor; border-radius: 1em; font-size: 0.75rem; line-height: 1.5; white-space: nowrap; }
.badge:not([class*=' ']) { color: var(--soft); border-color: var(--line); }
.badge.solid { background: var(--fail); border-color: var(--fail); color: var(--solid); }
.badges { display: flex; flex-wrap: wrap; gap: 0.4rem; align-items: center; margin: 0.3rem 0; font-size: 0.8125rem; }
.count { color: var(--soft); font-weight: 400; }
.verdict { padding: 1.1rem 1.35rem 1.25rem; border: 1px solid var(--line); border-left: 0.4rem solid currentcolor; border-radius: 6px; background: var(--panel); }
.verdict > * { color: var(--ink); } .verdict > .soft { color: var(--soft); }
.verdict > h1 { color: inherit; font-size: 1.75rem; line-height: 1.25; } .verdict > h1::first-letter { text-transform: uppercase; }
.reason { font-size: 1.0625rem; }
.totals { display: flex; flex-wrap: wrap; gap: 0.4rem 1.5rem; margin: 0.9rem 0; padding: 0; list-style: none; }
.totals a { color: inherit; text-decoration: none; } .totals a:hover { text-decoration: underline; }
.totals strong { font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.facts { display: grid; gap: 0.15rem; }
.facts > div { display: grid; grid-template-columns: 5.5rem 1fr; gap: 0.75rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.long { grid-column: 1 / -1; } .finding .facts { font-size: 0.875rem; }
.wide { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0.15rem 2rem; font-size: 0.875rem; }
nav { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; justify-content: space-between;
  margin-top: 0.75rem; padding: 0.5rem 0; background: var(--paper); border-bottom: 1px solid var(--line); font-size: 0.875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0; list-style: none; }
#filter { display: flex; flex-wrap: wrap; gap: 0.4rem 0.75rem; align-items: center; }
#filter label { color: var(--soft); }
input, select, button { font: inherit; padding: 0.1rem 0.4rem; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); color: var(--ink); }
input { width: 9.5rem; } button { cursor: pointer; } button:hover { border-color: var(--soft); }
.finding, .panel { margin: 0.75rem 0; padding: 0.75rem 1rem; border: 1px solid var(--line); border-left: 0.25rem solid currentcolor; border-radius: 5px; }
.finding > *, .panel > * { color: var(--ink); } .finding > .soft { color: var(--soft); }
.finding > p.fail { color: var(--fail); } .finding > p.warn { color: var(--warn); } .finding > p.open { color: var(--open); }
.panel h2 { margin: 0 0 0.25rem; font-size: 1rem; } .panel ul { padding-left: 1.25rem; } .warn-edge { border-left-color: var(--warn); }
.check { margin-top: 0.75rem; padding-top: 0.6rem; border-top: 1px solid var(--line); }
details > summary { cursor: pointer; } details > summary::marker { color: var(--soft); }
.finding details { margin-top: 0.35rem; font-size: 0.875rem; }
.exchange[open] { padding-bottom: 0.5rem; } .exchange > :not(summary) { margin-left: 1rem; }
.exchange summary code { font-size: 0.8125rem; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0.75rem 1.5rem; align-items: start; }
.pair > * { min-width: 0; }
pre { margin: 0.15rem 0; padding: 0.5rem 0.65rem; background: var(--panel); border: 1px solid var(--line); border-radius: 4px;
  max-height: 22rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.curl { display: flex; gap: 0.5rem; align-items: start; margin-top: 0.35rem; } .curl pre { flex: 1; min-width: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.25rem; text-align: left; } caption strong { text-transform: capitalize; }
th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400; }
th:first-child { padding-left: 0; text-align: left; } thead th { color: var(--soft); vertical-align: bottom; }
.sum > * { border-top: 1px solid var(--soft); border-bottom: 0; font-weight: 600; } .zero { color: var(--soft); font-weight: 400; }
.matrix { width: auto; } .matrix td, .matrix thead th:not(:first-child) { text-align: center; }
.topic { margin-top: 1rem; } .topic h3 { padding-bottom: 0.2rem; border-bottom: 1px solid var(--line); }
.row summary .soft { font-size: 0.75rem; } .row { padding: 0.15rem 0; border-bottom: 1px solid var(--line); } .row > :not(summary) { margin-left: 2.1rem; } .row[open] { padding-bottom: 0.6rem; }
.ids { margin: 0.3rem 0; padding-left: 1.1rem; columns: 2 26rem; column-gap: 2rem; font-size: 0.8125rem; } .plain { padding: 0; list-style: none; }
main > section > ul:not(.plain) { padding-left: 1.25rem; }
footer { margin-top: 2.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line); font-size: 0.8125rem; }
@media (max-width: 40rem) { body { padding: 0.75rem; } nav { position: static; } html { scroll-padding-top: 0; } .facts > div { grid-template-columns: 4.75rem 1fr; } .row > :not(summary) { margin-left: 0; } }
@media print {
  :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 9pt; } nav, .skip, button { display: none !important; }
  pre { max-height: none; } .finding, .exchange, tr { break-inside: avoid-page; } h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; display: block; }
}
`;

/** The hash of the style in the security policy of the page; a test compares it. */
export const STYLE_HASH = 'sha256-ucThOkLrRvwOb0JuD8YcIpdIKORgzJW71MWwfiY0Jjk=';
