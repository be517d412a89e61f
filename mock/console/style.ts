/** The style of the console: light and dark, wide and narrow. */
export const consoleStyle = `
:root { color-scheme: light dark; --ink: #1d2126; --soft: #57606a; --paper: #fff; --panel: #f6f7f9; --line: #d8dde3; --good: #1a7f37; --bad: #c01c2e; --warn: #8a5700; --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e7ec; --soft: #9aa5b1; --paper: #14171b; --panel: #1c2127; --line: #333b44; --good: #4ac26b; --bad: #ff8182; --warn: #e0ae45; --link: #79b8ff; } }
* { box-sizing: border-box; } [hidden] { display: none !important; }
body { margin: 0 auto; padding: 1rem 1.25rem 3rem; max-width: 80rem; background: var(--paper); color: var(--ink); font: 0.9375rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; align-items: baseline; justify-content: space-between; border-bottom: 1px solid var(--line); padding-bottom: 0.5rem; }
h1 { margin: 0; font-size: 1.375rem; } h2 { margin: 0 0 0.5rem; font-size: 1.0625rem; } p { margin: 0.25rem 0; }
main { display: flex; flex-wrap: wrap; gap: 1rem; margin-top: 1rem; } section { flex: 1 1 18rem; } .most { flex: 3 1 34rem; }
section { min-width: 0; padding: 0.9rem 1rem; border: 1px solid var(--line); border-radius: 8px; } .wide { flex: 1 1 100%; }
.soft, .count { color: var(--soft); font-weight: 400; } .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
code, td, #clock, #created { font: 0.8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
.tools { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; margin-bottom: 0.5rem; }
input, button { font: inherit; padding: 0.15rem 0.5rem; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); color: var(--ink); } button { cursor: pointer; }
input[type=range] { width: 100%; padding: 0; } input[type=checkbox] { width: 1.1rem; height: 1.1rem; margin: 0.2rem 0.6rem 0 0; flex: none; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.scroll { overflow: auto; max-height: 24rem; position: relative; } table { width: 100%; border-collapse: collapse; }
th { position: sticky; top: 0; background: var(--paper); color: var(--soft); font-weight: 400; font-size: 0.8125rem; text-align: left; } th, td { padding: 0.15rem 0.75rem 0.15rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.why { min-width: 16rem; } td button { padding: 0.1rem 0.5rem; min-height: 1.6rem; font-size: 0.8125rem; } td:last-child { white-space: nowrap; }
ul { margin: 0; padding: 0; list-style: none; } #faults { max-height: 22rem; overflow: auto; columns: 2 26rem; column-gap: 2rem; } #faults li { break-inside: avoid; margin: 0 0 0.4rem; } #faults label { display: flex; } 
#quotas { columns: 2 22rem; column-gap: 2rem; } .quota { margin-bottom: 0.6rem; break-inside: avoid; } .quota > strong { font-weight: 600; } .gauge { display: grid; grid-template-columns: 5.5rem 1fr 11rem; gap: 0.75rem; align-items: center; font-size: 0.8125rem; } meter { width: 100%; height: 0.9rem; }
ol { margin: 0; padding-left: 1.25rem; } ol ol { list-style: none; padding-left: 0.5rem; border-left: 2px solid var(--line); margin: 0.2rem 0 0.5rem; }
@media (max-width: 40rem) { body { padding: 0.75rem; } .gauge { grid-template-columns: 6rem 1fr; } .gauge > :last-child { grid-column: 2; } }
`;
