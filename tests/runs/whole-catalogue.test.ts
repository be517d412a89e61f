/**
 * Every requirement has a check and a fault, every fault breaks exactly what it names, every statement has a requirement or a reason.
 * Each gap has a test, and a second test shows that a gap is found. `npm run generate -- --check` finds generated files that are out of date.
 *
 * @module
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { proofDocuments } from '../../cli/prove/documents.ts';
import { depositBoxes } from '../../cli/prove/documents/deposit-boxes.ts';
import { faultRow } from '../../cli/prove/fault-row.ts';
import type { FaultClaims, KillMatrix } from '../../cli/prove/kill-matrix.ts';
import { killMatrix } from '../../cli/prove/matrix.ts';
import { tryOut } from '../../cli/prove/trial.ts';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { variantNames } from '../../mock/variants/variants.ts';
import { outOfDate } from '../../scripts/generate/out-of-date.ts';
import { promises } from '../../scripts/generate/sources.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { checks } from '../../suites/topics/checks.ts';
import { faultByTopic, topics } from '../cli/prove/chosen.ts';
import { root } from '../support/pages.ts';
import { gapsInPromises } from '../catalogue/gaps.ts';
import { inexact, withoutCheck, withoutFault } from '../catalogue/total.ts';

const contract = await loadContract(bundledDocument);

/** One fault of each topic; `npm run prove`, a part of `npm run check`, tries all. */
const chosen = [...faultByTopic.values()];
let made: Promise<KillMatrix> | undefined;
const proof = () => (made ??= killMatrix({ contracts: [contract, ...proofDocuments()], whole: true, faults: chosen, variants: [] }));

describe('the build fails on', () => {
  test('a requirement without a check', () => {
    expect(withoutCheck(requirementIds, checks)).toEqual([]);
  });

  test('a requirement without a fault', () => {
    expect(withoutFault(requirementIds, faults)).toEqual([]);
  });

  test('a fault that turns red anything but what it names', { timeout: 90_000 }, async () => {
    const matrix = await proof();
    expect([...faultByTopic.keys()]).toEqual(topics);
    expect(matrix.documents.flatMap(({ falseAlarms }) => falseAlarms)).toEqual([]);
    expect(matrix.faults.map(({ fault }) => fault)).toEqual(chosen);
    expect(inexact(matrix.faults)).toEqual([]);
  });

  test('a sentence of the page with neither a requirement nor a reason', () => {
    expect(gapsInPromises(promises, contract)).toEqual([]);
  });
});

describe('that is shown by', () => {
  test('a list of checks that one is missing from, which does not compile either', () => {
    const { 'limits/429-status': _, ...others } = checks;
    // @ts-expect-error -- a requirement has no check
    const torn: typeof checks = others;
    expect(withoutCheck(requirementIds, torn)).toEqual(['limits/429-status']);
  });

  test('a requirement of which no fault is left, though one breaks it besides', () => {
    const id = 'credentials/ambiguous';
    const left = Object.entries(faults).filter(([, { breaks }]) => !breaks.includes(id));
    expect(left.some(([, { also = [] }]) => also.includes(id))).toBe(true);
    expect(withoutFault(requirementIds, Object.fromEntries(left))).toEqual([id]);
  });

  test('a fault that names what it does not break, or leaves out what it does', async () => {
    const small = depositBoxes();
    const grounds = [{ index: 0, title: small.title, good: await tryOut(small, {}) }];
    const fault = 'accepts-revoked-key';
    const own = faults[fault]!;
    const gaps = async (claims: Partial<FaultClaims>) =>
      inexact([await faultRow(fault, grounds, (_, difference) => tryOut(small, difference), { ...own, ...claims })]);
    const other = 'credentials/expired';
    expect(await gaps({})).toEqual([]);
    expect(await gaps({ breaks: [other] })).toEqual([`${fault} is survived ${other} ${own.breaks.join(' ')}`]);
    expect(await gaps({ breaks: [...own.breaks, other] })).toEqual([`${fault} is survived ${other}`]);
    expect(await gaps({ also: [other] })).toEqual([`${fault} is short ${other}`]);
  });

  test('a promise with neither, one of a requirement that is not there, and a requirement that none asks for', () => {
    const [first, ...others] = promises;
    const torn = [
      { ...first!, statements: [{ text: 'It is quick.' }, { text: 'It is safe.', requirements: ['limits/is-quick'] }] },
      ...others,
    ];
    const untraced = others.map((section) => ({
      ...section,
      statements: section.statements.map((statement) => ({
        ...statement,
        requirements: (statement.requirements ?? []).filter((id) => id !== 'limits/429-status'),
        unchecked: 'for the test',
      })),
    }));
    expect(gapsInPromises(torn, contract)).toEqual(['no requirement and no reason: It is quick.', 'no such requirement: limits/is-quick']);
    expect(gapsInPromises([first!, ...untraced], contract)).toEqual(['no statement for limits/429-status']);
  });

  test('a generated file that is missing, or that differs by one letter', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-test-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const files = ['same', 'changed', 'missing'].map((path) => ({ path, make: async () => 'text' }));
    await writeFile(join(folder, 'same'), 'text');
    await writeFile(join(folder, 'changed'), 'Text');
    expect(await outOfDate(files, folder)).toEqual(['changed', 'missing']);
  });
});

const read = (path: string) => readFile(join(root, path), 'utf8');

describe('the figures of the proof', () => {
  // `prove` prints them; where a test here fails, it has to be run again and its last lines put into the pages.
  test.each(['README.md', 'docs/proof.md'])(
    'in %s are those of as many faults and variants as there are, all killed, all green',
    async (path) => {
      const text = (await read(path)).replaceAll(/\s+/g, ' ');
      const [faultCount, variantCount] = [faultNames.length, variantNames.length];
      expect(text).toContain(`${faultCount} of ${faultCount} faults killed exactly`);
      expect(text).toContain(`${variantCount} of ${variantCount} variants green`);
      expect(text.match(/\d+ of \d+ (?:faults|variants)\b/g)).toHaveLength(2);
      expect(text).toContain('0 false alarms');
      expect(text).toMatch(/\bon 20\d\d-\d\d-\d\d|As of 20\d\d-\d\d-\d\d/);
    },
  );

  test('in docs/proof.md name the documents, and how many requirements each decides', { timeout: 90_000 }, async () => {
    const { documents } = await proof();
    const line = documents.map(({ title, decided }) => `${title} (${decided} requirements)`).join(', ');
    expect(await read('docs/proof.md')).toContain(line);
  });
});
