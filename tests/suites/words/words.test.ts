import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { reproduce } from '../../../reporters/reproduce/reproduce.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import type { CheckResult, Result } from '../../../suites/result/result.ts';
import { undecidedWords, mismatchWords } from '../../../suites/words/words.ts';
import { recordedRun } from '../../system/recorded.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);
const tables: readonly { [code: string]: unknown }[] = [mismatchWords, undecidedWords];
const originals = tables.map((table) => ({ ...table }));

/** Every sentence is its code. */
const withoutWords = () => tables.forEach((table) => Object.keys(table).forEach((code) => (table[code] = code)));
const withWords = () => tables.forEach((table, index) => Object.assign(table, originals[index]));
afterAll(withWords);

/** Faults of several topics, and the requirements that show them. */
const broken: readonly (readonly [fault: string, requirement: string])[] = [
  ['accepts-any-scheme', 'credentials/undeclared-scheme'],
  ['reports-constant-remaining', 'limits/remaining-decrement'],
  ['sends-404-for-missing-scope', 'scopes/missing'],
  ['whoami-lists-every-scope', 'whoami/scopes'],
  ['omits-allow-on-405', 'http/405-allow'],
  ['deletes-foreign-objects-by-id', 'abuse/foreign-object-access'],
  ['accepts-used-code', 'oauth/code-reuse'],
];

function resultWith(fault: string, requirement: string): Promise<Result> {
  const mock = stillMock(contract, { faults: [fault] });
  return recordedRun(contract, settingsFor(mock, { only: [requirement] }), inProcessTarget(mock));
}

const withoutSentences = ({ reason: _reason, expected: _expected, observed: _observed, ...check }: CheckResult) => check;
/** The statements of a generated test, without comments and messages. */
const statements = (text: string) =>
  text
    .split('\n')
    .filter((line) => !line.trim().startsWith('//') && !line.trim().startsWith('test('))
    .map((line) => line.replace(/, '(?:[^'\\]|\\.)*'\)/g, ')'));

describe('nothing reads the words of mismatches and causes', () => {
  test.each(broken)('%s has the same result, fingerprints and reproductions whatever the words', async (fault, requirement) => {
    withWords();
    const worded = await resultWith(fault, requirement);
    withoutWords();
    const coded = await resultWith(fault, requirement);
    const checks = (result: Result) => result.requirements.flatMap((row) => row.checks.map(withoutSentences));
    expect(checks(coded)).toEqual(checks(worded));
    expect(coded.verdict).toBe(worded.verdict);
    const failed = (result: Result) => result.requirements.flatMap((row) => row.checks).filter(({ outcome }) => outcome === 'fail');
    const fingerprints = (result: Result) => failed(result).map(({ fingerprint }) => fingerprint);
    expect(failed(coded).length).toBeGreaterThan(0);
    expect(fingerprints(coded)).toEqual(fingerprints(worded));
    const specs = (result: Result) => reproduce.files!(result).map(({ file, text }) => [file, statements(text)]);
    expect(specs(coded)).toEqual(specs(worded));
  });

  test('and no source compares one', async () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    // What Node and OpenSSL say of a connection is read where it arrives.
    const foreign = new Set(['suites/http/survey.ts']);
    const rooms = ['suites', 'reporters', 'cli'];
    const names = (
      await Promise.all(rooms.map(async (room) => (await readdir(join(root, room), { recursive: true })).map((name) => `${room}/${name}`)))
    ).flat();
    const reading =
      /\b(?:reason|observed|why)\b(?:\)|!|\?)*\s*(?:===\s*['"`](?!['"`])|\.(?:startsWith|includes|endsWith|match|search)\()|\/\.(?:test|exec)\((?:\w+\.)?(?:reason|expected|observed|why)\b/;
    const found = await Promise.all(
      names
        .filter((name) => /\.tsx?$/.test(name) && !foreign.has(name))
        .map(async (name) => ((await readFile(join(root, name), 'utf8')).split('\n').some((line) => reading.test(line)) ? [name] : [])),
    );
    expect(found.flat()).toEqual([]);
  });
});
