import { beforeAll, describe, expect, test } from 'vitest';
import { reproduce } from '../../reporters/reproduce/reproduce.ts';
import { specFile } from '../../reporters/reproduce/file-name.ts';
import { isUnwritten } from '../../reporters/reproduce/spec.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import type { Result } from '../../suites/result/result.ts';
import { inProcessTarget, settingsFor, stillMock } from '../support/in-process.ts';
import { recordedRun } from '../system/recorded.ts';

const contract = await loadContract(bundledDocument);

async function resultWith(fault: string, ...only: readonly string[]): Promise<Result> {
  const mock = stillMock(contract, { faults: [fault] });
  return recordedRun(contract, settingsFor(mock, { only }), inProcessTarget(mock));
}

const specsOf = (result: Result) => reproduce.files!(result);

describe('the file of a failure', () => {
  let scheme: Result, write: Result, code: Result, entropy: Result, hour: Result;
  beforeAll(async () => {
    [scheme, write, code, entropy, hour] = await Promise.all([
      resultWith('accepts-any-scheme', 'credentials/undeclared-scheme'),
      resultWith('applies-update-without-scope', 'scopes/forbidden-write'),
      resultWith('accepts-used-code', 'oauth/code-reuse'),
      resultWith('issues-short-tokens', 'oauth/token-entropy'),
      resultWith('allows-one-request-too-many', 'limits/enforcement'),
    ]);
  });

  test('has the requirement, its source, the expected and the actual value, and the variables for secrets in its heading', () => {
    const [{ file, text } = { file: '', text: '' }] = specsOf(scheme);
    expect(file).toBe('reproduce/credentials.undeclared-scheme.testAuth.Basic.spec.ts');
    expect(text).toContain('// check     credentials/undeclared-scheme/testAuth/Basic');
    expect(text).toMatch(/\/\/ requires {2}The server MUST /);
    expect(text).toMatch(/\/\/ document {2}spec\/openapi\.yaml:\d+:\d+ \//);
    expect(text).toContain('// expected  401 or 400');
    expect(text).toContain('// observed  200 (served instead of rejected)');
    expect(text).toContain('// secrets   AUTH_CONFORMANCE_READER (environment variables)');
    expect(text).toContain("expect([401, 400], 'served instead of rejected').toContain(response2.status);");
    expect(text).toContain('expect(control1.status');
  });

  test('creates the objects that its requests need, and deletes them', () => {
    const text = specsOf(write).find(({ file }) => file.includes('.updateConversation.'))!.text;
    expect(text).toMatch(/const id1 = captured\(member\(response1, '\/id'\)/);
    expect(text).toMatch(/finally \{\s+\/\/ Clean-up: deleteConversation as deleter/);
    expect(text).not.toContain('conv_59423400d906}');
  });

  test('requests new codes and tokens', () => {
    const [{ text } = { text: '' }] = specsOf(code);
    expect(text.match(/encodeURIComponent\(codeFlowCode1\)/g)).toHaveLength(2);
    expect(text).not.toMatch(/‹/);
  });

  test('states the reason if there is no test, and cannot pass then', () => {
    const [{ text } = { text: '' }] = specsOf(entropy);
    expect(isUnwritten(text)).toBe(true);
    expect(text).toContain('// Not reproduced: the expectation cannot be written as an assertion on responses.');
    expect(text).toContain('test.fixme(');
  });

  test('waits for a short window to begin, and does not test a long one', () => {
    const texts = specsOf(hour).map(({ file, text }) => [file.includes('minute'), isUnwritten(text), text.includes('await pass(61)')]);
    expect(texts).toContainEqual([true, false, true]);
    expect(texts.filter(([minute]) => minute === false).every(([, unwritten]) => unwritten)).toBe(true);
  });

  test('lists all similar failures', () => {
    const { checks } = scheme.requirements[0]!;
    const failed = checks.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
    const all = specsOf(scheme)
      .map(({ text }) => text)
      .join('\n');
    expect(failed.filter((id) => !all.includes(id))).toEqual([]);
  });

  test('is the same each time', () => {
    expect(specsOf(write)).toEqual(specsOf(write));
  });
});

/** Faults of every kind: the number of failures without a test must not grow. */
test('nearly every failure has a test', async () => {
  const faults = [
    'redirects-plain-http',
    'omits-challenge-on-401',
    'treats-allowlist-as-blocklist',
    'reports-limit-one-too-high',
    'rejects-reads-with-two-scopes',
  ];
  const more = [
    'returns-tokens-as-form',
    'ignores-denied-consent',
    'sends-content-with-head',
    'omits-nosniff-on-errors',
    'allows-credentials-from-any-origin',
  ];
  const all = await Promise.all([...faults, ...more].map(async (fault) => specsOf(await resultWith(fault))));
  const unwritten = all.flat().filter(({ text }) => isUnwritten(text));
  expect(all.flat().length).toBeGreaterThan(60);
  expect(unwritten.length / all.flat().length).toBeLessThan(0.1);
}, 60_000);

describe('the name of a file', () => {
  test.each([
    ['limits/429-status/whoAmI', 'reproduce/limits.429-status.whoAmI.spec.ts'],
    ['limits/429-status/GET%20%2Fthings', 'reproduce/limits.429-status.GET_20_2Fthings-'],
    [`a/${'b'.repeat(300)}`, `reproduce/a.${'b'.repeat(148)}-`],
  ])('of %s begins with %s', (id, beginning) => {
    expect(specFile(id).startsWith(beginning)).toBe(true);
    expect(specFile(id)).toMatch(/^reproduce\/[\w.-]{1,200}\.spec\.ts$/);
  });

  test('differs for ids that differ only in characters that a file name cannot have', () => {
    expect(specFile('a/b/%2F')).not.toBe(specFile('a/b/_2F'));
  });
});
