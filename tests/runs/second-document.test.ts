import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { killMatrix } from '../../cli/prove/matrix.ts';
import { loadContract } from '../../spec/load.ts';
import type { Contract } from '../../spec/contract.ts';
import { judgeAll, sessionFor, stillMock } from '../support/in-process.ts';

const path = (name: string) => fileURLToPath(new URL(`../../examples/header-key/${name}`, import.meta.url));
const contract = await loadContract(path('openapi.yaml'));
const limited = await loadContract(path('openapi.yaml'), { overlays: [path('limits.overlay.yaml')] });

async function judgedBy(document: Contract) {
  const findings = await judgeAll(sessionFor(stillMock(document)));
  const having = (wanted: readonly string[]) =>
    findings.filter((finding) => finding.checks.some(({ outcome }) => wanted.includes(outcome))).map(({ requirement }) => requirement);
  return { failed: having(['fail']), undecided: having(['inconclusive', 'blocked', 'error']), passed: having(['pass']), findings };
}

for (const [title, document] of [
  ['a document with one key in a header and no extension object', contract],
  ['the same document with limits laid over it', limited],
] as const) {
  test(`a sound mock keeps every promise of ${title}`, async () => {
    const { failed, undecided, passed, findings } = await judgedBy(document);
    expect({ failed, undecided }).toEqual({ failed: [], undecided: [] });
    expect(passed.length).toBeGreaterThan(10);
    expect(findings.filter(({ outcome, reason }) => outcome === 'not-applicable' && !reason)).toEqual([]);
  });
}

test('every fault that changes anything here turns red what it names and nothing else', async () => {
  const { faults, proved } = await killMatrix({ contracts: [limited], whole: false, variants: [] });
  expect(faults.filter(({ fate }) => fate === 'survived' || fate === 'excess')).toEqual([]);
  expect(faults.filter(({ fate }) => fate === 'killed').length).toBeGreaterThan(80);
  expect(proved).toBe(true);
}, 60_000);
