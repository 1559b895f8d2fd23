/** The page's only style sheet. It loads nothing: no font, no image. */
export const style = `
:root { color-scheme: light; --ground: #fff; --ink: #1f2328; --soft: #57606a; --line: #d0d7de; --surface: #f6f8fa; --link: #0550ae;
  --pass: #116329; --pass-ground: #dafbe1; --fail: #a40e26; --fail-ground: #ffebe9; --open: #7d4e00; --open-ground: #fff8c5; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --ground: #0d1117; --ink: #e6edf3; --soft: #9ea7b3; --line: #3d444d; --surface: #161b22; --link: #79c0ff;
  --pass: #7ee787; --pass-ground: #12261e; --fail: #ffa198; --fail-ground: #2d1517; --open: #e3b341; --open-ground: #272115; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main, nav, footer { max-width: 1180px; margin: 0 auto; padding: 0 16px; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 0; padding: 12px 0; }
a { color: var(--link); }
h1 { font-size: 30px; line-height: 1.2; margin: 0; }
h1 .eyebrow { display: block; font-size: 14px; font-weight: 400; color: var(--soft); margin-bottom: 4px; }
h2 { font-size: 20px; margin: 32px 0 8px; }
h3 { font-size: 16px; margin: 16px 0 4px; }
h4 { font-size: 15px; margin: 0; }
summary h3 { display: inline; }
summary { cursor: pointer; padding: 6px 0; }
summary span { color: var(--soft); }
p, li, dd, td, th, h4 { overflow-wrap: anywhere; }
code { font: 13px/1.4 ui-monospace, monospace; background: var(--surface); padding: 1px 4px; border-radius: 4px; }
small { color: var(--soft); font-weight: 400; font-size: 0.92em; }
.verdict { border: 1px solid var(--line); border-left-width: 10px; border-radius: 8px; padding: 16px 20px; margin-top: 8px; }
.verdict.pass { border-left-color: var(--pass); background: var(--pass-ground); }
.verdict.fail { border-left-color: var(--fail); background: var(--fail-ground); }
.verdict.indeterminate { border-left-color: var(--open); background: var(--open-ground); }
.verdict small, .verdict dt, .verdict .eyebrow { color: var(--ink); }
.verdict code { background: none; padding: 0; font-weight: 600; }
.verdict h2 { font-size: 17px; margin: 16px 0 4px; }
.lead { font-size: 17px; margin: 6px 0 0; }
.todo { margin: 0; padding-left: 22px; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 280px), 1fr)); gap: 8px 24px; margin: 16px 0 0; }
.facts dt { font-size: 12px; color: var(--soft); }
.facts dd { margin: 0; }
.plain { list-style: none; padding: 0; margin: 4px 0; }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 999px; padding: 0 8px; font-size: 13px; font-weight: 600; white-space: nowrap; }
.badge.pass, td.pass, b.pass { color: var(--pass); } .badge.fail, td.fail, b.fail { color: var(--fail); }
.badge.indeterminate, td.indeterminate, b.indeterminate { color: var(--open); }
td.pass a, td.fail a, td.indeterminate a { color: inherit; }
.finding { border: 1px solid var(--line); border-left: 6px solid var(--open); border-radius: 6px; padding: 10px 14px; margin: 10px 0; }
.finding.fail { border-left-color: var(--fail); }
.finding p { margin: 6px 0; }
:target { outline: 3px solid var(--link); outline-offset: 2px; }
.wide { overflow-x: auto; margin: 6px 0 14px; }
table { border-collapse: collapse; font-size: 13px; }
table:not(.matrix) { min-width: 900px; }
th, td { border: 1px solid var(--line); padding: 3px 7px; text-align: left; vertical-align: top; min-width: 90px; }
td:first-of-type { min-width: 40px; }
thead th { background: var(--surface); vertical-align: bottom; }
tbody th { font-weight: 600; }
.matrix th, .matrix td { min-width: 0; }
.matrix td { text-align: center; padding: 3px 0; font-size: 14px; }
.matrix td a { display: block; text-decoration: none; font-weight: 700; min-width: 24px; min-height: 24px; }
.matrix td.fail { background: var(--fail-ground); } .matrix td.indeterminate { background: var(--open-ground); }
.matrix thead th:not(:first-child) { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; vertical-align: bottom; font-weight: 400; padding: 6px 3px; white-space: nowrap; border-width: 0 1px 1px; }
.matrix thead th a { display: block; min-width: 24px; text-decoration: none; }
.matrix tbody th { white-space: nowrap; overflow-wrap: normal; }
.topology { display: block; font: 11px system-ui, sans-serif; }
.topology path { fill: none; stroke: var(--line); }
.topology rect { fill: var(--surface); stroke: var(--line); }
.topology text { fill: var(--ink); }
.topology .fail rect { fill: var(--fail-ground); stroke: var(--fail); stroke-width: 2; }
.topology .indeterminate rect { fill: var(--open-ground); stroke: var(--open); stroke-dasharray: 4 2; }
.topology .pass rect { stroke: var(--pass); }
fieldset { border: 1px solid var(--line); border-radius: 6px; display: inline-flex; flex-wrap: wrap; gap: 4px 18px; margin: 4px 0 12px; padding: 4px 12px 8px; }
label { padding: 3px 0; }
main:has(#show-open:checked) :is(tr.pass, details.provider.pass) { display: none; }
footer { color: var(--soft); font-size: 13px; padding: 24px 16px; }
@media print {
  :root { color-scheme: light; --ground: #fff; --ink: #000; --soft: #444; --line: #999; --surface: #f3f3f3; --link: #000;
    --pass: #0b4d1e; --pass-ground: #eefbf0; --fail: #8f0b20; --fail-ground: #fdf0ef; --open: #5f3b00; --open-ground: #fdf9e3; }
  @page { size: A4 landscape; margin: 12mm; }
  body { font-size: 11px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, fieldset { display: none; }
  main, footer { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  table, table:not(.matrix) { font-size: 9px; min-width: 0; }
  .matrix td { font-size: 10px; }
  .topology { width: 100%; height: auto; }
  a { color: inherit; text-decoration: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
  tr, .finding, .badge, .topology { break-inside: avoid; }
  h2, h3, h4, summary, thead { break-after: avoid; }
}
`;
