import { readFile } from 'node:fs/promises';
import { validateXML } from 'xmllint-wasm';
import { describe, expect, it } from 'vitest';
import { junit } from '../../reporters/junit/junit.ts';
import type { Result } from '../../suites/result/result.ts';
import { check, finding, planned, resultOf } from './builder.ts';
import { fixtures, SPELLED } from './fixtures.ts';
import { descendants, parseXml } from './xml.ts';

const CHILDREN = { failures: 'failure', errors: 'error', skipped: 'skipped', tests: 'testcase' } as const;

const parse = (result: Result) => parseXml(junit.render(result));

/** What the remarks of the last suite say; there must be no other. */
const remarksOf = (result: Result) => descendants(parse(result), 'system-out').at(-1)!.text;

async function problemsWith(dialect: 'ant' | 'jenkins', ...reports: readonly string[]): Promise<readonly string[]> {
  const file = `${dialect}-junit.xsd`;
  const contents = await readFile(new URL(`./schemas/${file}`, import.meta.url), 'utf8');
  const xml = reports.map((text, index) => ({ fileName: `report-${index}.xml`, contents: text }));
  const { errors } = await validateXML({ xml, schema: [{ fileName: file, contents }] });
  return errors.map(({ message }) => message);
}

/** The elements within the last case. */
const childrenOf = (result: Result) =>
  descendants(parse(result), 'testcase')
    .at(-1)!
    .children.map(({ name }) => name);

describe.each(Object.entries(fixtures))('junit.xml of "%s"', (_name, result) => {
  it('has counts that match its children, in every suite', () => {
    for (const suite of descendants(parse(result), 'testsuite')) {
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

  it('is valid for the schemas of Ant and of Jenkins', async () => {
    const reports = Object.values(fixtures).map((result) => junit.render(result));
    expect(await problemsWith('ant', ...reports)).toEqual([]);
    expect(await problemsWith('jenkins', ...reports)).toEqual([]);
  });

  it('would not be valid with another attribute or another order', async () => {
    const report = junit.render(fixtures['conformant']!);
    expect(await problemsWith('ant', report.replace(' hostname="localhost"', ''))).not.toEqual([]);
    expect(await problemsWith('jenkins', report.replace('<testcase ', '<testcase line="1" '))).not.toEqual([]);
  });

  it('makes a failed SHOULD a remark of its suite, and a failure where the run was asked for that', () => {
    expect(childrenOf(resultOf([finding('a/one', 'fail')], should))).toEqual([]);
    expect(remarksOf(resultOf([finding('a/one', 'fail')], should))).toContain('(a/one)\nfailed, SHOULD (warning)');
    expect(childrenOf(resultOf([finding('a/one', 'fail')], { ...should, failOn: 'should' }))).toEqual(['failure']);
  });

  it('makes a failed MAY a remark', () => {
    const result = resultOf([finding('a/one', 'fail')], { planned: [planned('a/one', { level: 'MAY' })], failOn: 'should' });
    expect(childrenOf(result)).toEqual([]);
    expect(remarksOf(result)).toContain('failed, MAY (note)');
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
    expect(descendants(parse(fixtures['unusable']!), 'testsuite')[0]!.attributes['errors']).toBe('1');
  });

  it('notes what a partly decided pass lacks', () => {
    expect(remarksOf(resultOf([finding('a/one', 'pass', 'blocked')], { profile: 'standard' }))).toContain('pass (1/2)');
  });

  it('brings a hostile text through whole, but for what XML forbids, which it spells out', () => {
    const xml = junit.render(fixtures['nasty']!);
    expect(xml).not.toMatch(/[^\n\u0020-\ud7ff\ue000-\ufffd]/u);
    const [failure] = descendants(parseXml(xml), 'failure');
    expect(failure!.text).toContain(`observed: ${SPELLED}\nsecond line`);
    expect(failure!.attributes['message']).toContain(SPELLED);
  });
});
