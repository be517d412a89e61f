import { describe, expect, it } from 'vitest';
import { junit } from '../../reporters/junit/junit.ts';
import type { Result } from '../../suites/result/result.ts';
import { check, finding, planned, resultOf } from './builder.ts';
import { fixtures, SPELLED } from './fixtures.ts';
import { descendants, parseXml } from './xml.ts';

const CHILDREN = { failures: 'failure', errors: 'error', skipped: 'skipped', tests: 'testcase' } as const;

const parse = (result: Result) => parseXml(junit.render(result));

/** The elements within the last case. */
const childrenOf = (result: Result) =>
  descendants(parse(result), 'testcase')
    .at(-1)!
    .children.map(({ name }) => name);

describe.each(Object.entries(fixtures))('junit.xml of "%s"', (_name, result) => {
  it('has counts that match its children, in every suite and in all', () => {
    const root = parse(result);
    for (const suite of [root, ...descendants(root, 'testsuite')]) {
      for (const [attribute, child] of Object.entries(CHILDREN)) {
        expect(`${attribute} ${suite.attributes[attribute]}`).toBe(`${attribute} ${descendants(suite, child).length}`);
      }
    }
  });

  it('has a case for every requirement and every line of preflight', () => {
    const names = descendants(parse(result), 'testcase').map(({ attributes }) => attributes['name']!);
    const expected = [...result.preflight.map(({ id }) => id), ...result.requirements.map(({ id, title }) => `${title} (${id})`)];
    expect(names.toSorted()).toEqual(expected.toSorted());
  });

  it('says the verdict, the profile and the document of the run', () => {
    const [properties] = descendants(parse(result), 'properties');
    const values = Object.fromEntries(properties!.children.map(({ attributes: { name, value } }) => [name, value]));
    expect(values).toMatchObject({ verdict: result.verdict, profile: result.profile, sha256: result.document.sha256 });
  });
});

describe('junit.xml', () => {
  const should = { planned: [planned('a/one', { level: 'SHOULD' })] };

  it('makes a failed MUST a failure', () => {
    expect(childrenOf(resultOf([finding('a/one', 'fail')]))).toEqual(['failure']);
  });

  it('makes a failed SHOULD a note, and a failure where the run was told so', () => {
    expect(childrenOf(resultOf([finding('a/one', 'fail')], should))).toEqual(['system-out']);
    expect(childrenOf(resultOf([finding('a/one', 'fail')], { ...should, failOn: 'should' }))).toEqual(['failure']);
  });

  it('makes a failed MAY a note', () => {
    expect(childrenOf(resultOf([finding('a/one', 'fail')], { planned: [planned('a/one', { level: 'MAY' })], failOn: 'should' }))).toEqual([
      'system-out',
    ]);
  });

  it('skips what the baseline excuses', () => {
    const excused = { requirement: 'a/one', checks: [check('a/one/x', 'fail', { excused: true })] };
    expect(childrenOf(resultOf([excused]))).toEqual(['skipped']);
  });

  it.each([
    ['blocked', 'skipped'],
    ['inconclusive', 'skipped'],
    ['not-applicable', 'skipped'],
    ['error', 'error'],
  ] as const)('tells %s as %s', (outcome, child) => {
    expect(childrenOf(resultOf([finding('a/one', outcome)]))).toEqual([child]);
  });

  it('makes a failed preflight an error, so that an unusable run is not green', () => {
    expect(parse(fixtures['unusable']!).attributes['errors']).toBe('1');
  });

  it('notes what a partly decided pass lacks', () => {
    expect(childrenOf(resultOf([finding('a/one', 'pass', 'blocked')], { profile: 'standard' }))).toEqual(['system-out']);
  });

  it('brings a hostile text through whole, but for what XML forbids, which it spells out', () => {
    const xml = junit.render(fixtures['nasty']!);
    expect(xml).not.toMatch(/[^\n\u0020-\ud7ff\ue000-\ufffd]/u);
    const [failure] = descendants(parseXml(xml), 'failure');
    expect(failure!.text).toContain(`observed: ${SPELLED}\nsecond line`);
    expect(failure!.attributes['message']).toContain(SPELLED);
  });
});
