import type { Log, Result as Entry } from 'sarif';
import { beforeAll, describe, expect, test } from 'vitest';
import { logOf, sarif } from '../../reporters/sarif/sarif.ts';
import type { Outcome, Result } from '../../suites/result/result.ts';
import { fixtures } from './fixtures.ts';
import { check, finding, planned, resultOf } from './builder.ts';
import { publishedSchema } from './schemas/schemas.ts';

/** The compiler checks it against the types of SARIF, the published schema against the rest. */
const runOf = (result: Result) => {
  const log: Log = logOf(result);
  expect(JSON.parse(sarif.render(result))).toEqual(JSON.parse(JSON.stringify(log)));
  return log.runs[0]!;
};
const undecided: ReadonlySet<Outcome> = new Set(['inconclusive', 'blocked', 'error']);

describe.each(Object.entries(fixtures))('results.sarif of the result "%s"', (_name, result) => {
  const { tool, results = [], invocations } = runOf(result);
  const rules = tool.driver.rules ?? [];

  test('has a rule for each requirement, and each result points to its own', () => {
    expect(rules.map(({ id }) => id)).toEqual(result.requirements.map(({ id }) => id));
    for (const { ruleId, ruleIndex = -1 } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('has a result for each failed check and each undecided requirement, and no other', () => {
    const failed = result.requirements.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'fail'));
    const open = result.requirements.filter(({ outcome }) => undecided.has(outcome));
    const of = (kind: Entry['kind']) => results.filter((entry) => entry.kind === kind);
    expect(of('fail').map(({ properties }) => String(properties?.['check']))).toEqual(failed.map(({ id }) => id));
    expect(of('open').map(({ ruleId }) => ruleId)).toEqual(open.map(({ id }) => id));
    expect(results).toHaveLength(failed.length + open.length);
  });

  test('says how the run ended', () => {
    expect(invocations).toEqual([
      expect.objectContaining({ exitCode: result.exit.code, exitCodeDescription: result.exit.reason, startTimeUtc: result.startedAt }),
    ]);
  });

  test('has a place for each result that readers of SARIF take', () => {
    for (const { locations = [], level, kind } of results) {
      const { artifactLocation, region } = locations[0]!.physicalLocation!;
      expect(URL.canParse(artifactLocation!.uri!, 'file:///checkout/')).toBe(true);
      expect(region?.startLine ?? 1).toBeGreaterThan(0);
      expect(level === 'none').toBe(kind === 'open');
    }
  });
});

describe('the published schema', () => {
  let problems: Awaited<ReturnType<typeof publishedSchema>>;
  beforeAll(async () => {
    problems = await publishedSchema('sarif');
  });

  test.for(Object.keys(fixtures))('finds nothing wrong in results.sarif of the result "%s"', (name) => {
    expect(problems(JSON.parse(sarif.render(fixtures[name]!)))).toEqual([]);
  });

  test('would find another form', () => {
    expect(problems({ ...logOf(fixtures['conformant']!), version: '2.0.0' })).not.toEqual([]);
  });
});

describe('a failure', () => {
  const id = 'a/first';
  const entryOf = (changes: Parameters<typeof check>[2], requirement: Parameters<typeof planned>[1] = {}) =>
    runOf(resultOf([{ requirement: id, checks: [check(`${id}/x`, 'fail', changes)] }], { planned: [planned(id, requirement)] }))
      .results![0]!;

  test('that the baseline accepts is suppressed, any other is not', () => {
    const accepted = entryOf({ excused: true, fingerprint: '0123456789ab' });
    expect(accepted.suppressions).toEqual([{ kind: 'external', status: 'accepted', justification: 'accepted by the baseline' }]);
    expect(accepted.partialFingerprints).toEqual({ 'authConformanceCheck/v1': '0123456789ab' });
    expect(entryOf({})).not.toHaveProperty('suppressions');
  });

  test('has an empty list of suppressions if another one is suppressed, because either all results have one or none', () => {
    const checks = [check(`${id}/x`, 'fail', { excused: true }), check(`${id}/y`, 'fail')];
    const { results = [] } = runOf(resultOf([{ requirement: id, checks }, finding('a/second', 'blocked')]));
    expect(results.map(({ suppressions }) => suppressions?.length)).toEqual([1, 0, 0]);
  });

  test('says what is wrong, where, what was expected and observed, at the line of the promise', () => {
    const { message, level, locations } = entryOf({ reason: 'another status', where: '$statusCode', expected: '401', observed: '200' });
    expect(message.text).toBe('Title of a/first: another status; at $statusCode; expected 401; observed 200');
    expect(level).toBe('error');
    expect(locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'openapi.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 12, startColumn: 5 },
    });
  });

  test('of a SHOULD is a warning, of a MAY a note; what a standard asks is placed at the document', () => {
    const basis = { kind: 'standard' as const, reference: 'RFC 9110 §15.5.2' };
    expect([entryOf({}, { level: 'SHOULD' }).level, entryOf({}, { level: 'MAY' }).level]).toEqual(['warning', 'note']);
    expect(entryOf({}, { basis }).locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'openapi.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 1 },
    });
  });

  test('is at the same file whether the document was given by a relative or an absolute path, for contract and standards alike', () => {
    const uris = ['openapi.yaml', '../api/openapi.yaml', '/srv/shop/api/openapi.yaml'].flatMap((file) =>
      [
        { kind: 'contract' as const, pointer: '', file },
        { kind: 'standard' as const, reference: 'RFC 9110 §15.5.2' },
      ].map((basis) => {
        const document = {
          title: 'Things',
          version: '1',
          source: file,
          sha256: 'f'.repeat(64),
          repository: { root: '/srv/shop', folder: 'api' },
        };
        const findings = [{ requirement: id, checks: [check(`${id}/x`, 'fail')] }];
        const { results } = runOf(resultOf(findings, { planned: [planned(id, { basis })], document }));
        return results![0]!.locations![0]!.physicalLocation!.artifactLocation!.uri;
      }),
    );
    expect(new Set(uris)).toEqual(new Set(['api/openapi.yaml']));
  });

  test.for([
    ['D:\\api\\open api.yaml', 'file:///D:/api/open%20api.yaml'],
    ['/srv/open api.yaml', 'file:///srv/open%20api.yaml'],
    ['specs\\a#b.yaml', 'specs/a%23b.yaml'],
    ['https://example.com/openapi.yaml', 'https://example.com/openapi.yaml'],
  ])('has a URI for the path %s', ([file, uri]) => {
    const { locations } = entryOf({}, { basis: { kind: 'contract', pointer: '', file: file! } });
    expect(locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
  });
});

test('a critical requirement is one for the security tab', () => {
  const { rules } = runOf(resultOf([finding('a/b', 'pass')], { planned: [planned('a/b', { severity: 'critical' })] })).tool.driver;
  expect(rules?.[0]?.properties).toMatchObject({ 'security-severity': '9.0' });
});

test('the help of a rule that was violated says why it matters and how to fix it', () => {
  const guidance = { why: 'A *key* leaks.', failure: 'The key works.', fix: 'Reject it.', references: [] };
  const { rules } = runOf(resultOf([finding('a/b', 'fail')], { planned: [planned('a/b', { guidance })] })).tool.driver;
  expect(rules?.[0]?.help?.text).toContain('A *key* leaks. Reject it.');
  expect(rules?.[0]?.help?.markdown).toContain(
    '**Why it matters**: A \\*key\\* leaks.\n\n**A failure means**: The key works.\n\n**How to fix it**: Reject it.',
  );
});
