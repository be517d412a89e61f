import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differencesOf, type Differences } from '../../../cli/against-mock/difference.ts';
import { describeDifferences } from '../../../cli/against-mock/text.ts';
import type { CheckFinding } from '../../../reporters/gathering/input.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { staging, type Staging } from '../../cli/staging.ts';
import type { Outcome, Result } from '../../../suites/result/result.ts';
import { check, recorded, resultOf } from '../../reporters/builder.ts';
import { runOf } from '../../cli/results/shards.ts';
import { call, type Ended } from '../../support/command.ts';

const contract = await loadContract(bundledDocument);
const principals = ['reader', 'writer', 'other', 'revoked', 'office'];
const patterns = ['credentials/undeclared-scheme', 'credentials/revoked', 'whoami', 'limits/429-status', 'address'];
let sites: readonly Staging[] = [];
let sound: Held, faulty: Held, own: Ended;

interface Held extends Ended, Differences {}

/** A run against a mock that plays the staging server, held against the mock. */
async function held(site: Staging): Promise<Held> {
  const selected = patterns.flatMap((pattern) => ['--only', pattern]);
  const ended = await call(['run', '--config', 'staging.yaml', '--against-mock', '--format', 'json', ...selected], site);
  const differences: Differences = JSON.parse(await readFile(join(site.folder, 'auth-conformance-report/against-mock.json'), 'utf8'));
  return { ...ended, ...differences };
}

beforeAll(async () => {
  const options = { principals, clients: ['app'], configuration: '' };
  sites = await Promise.all([
    staging(contract, options),
    staging(contract, {
      ...options,
      seed: 'theirs',
      faults: ['accepts-any-scheme', 'whoami-lists-every-scope'],
    }),
  ]);
  [sound, faulty, own] = await Promise.all([
    held(sites[0]!),
    held(sites[1]!),
    call(['run', '--target', 'mock', '--against-mock'], sites[0]!),
  ]);
}, 120_000);
afterAll(() => Promise.all(sites.map(({ close }) => close())));

describe('a run that is held against the mock', () => {
  test('finds no difference where the server is as good, and decides as much on both sides', () => {
    expect([sound.code, sound.stderr]).toEqual([0, expect.any(String)]);
    expect(sound.differences).toEqual([]);
    expect(sound.left).toBe(0);
    expect(sound.compared).toBeGreaterThan(5);
    expect(sound.stdout).toMatch(/^mock {6}0 of \d+ checks had another result than at https:/m);
  });

  test('says where the mock refuses what the target serves, and what was asked', () => {
    const found = faulty.differences.find(({ requirement }) => requirement === 'credentials/undeclared-scheme');
    expect(found).toMatchObject({
      kind: 'conflict',
      direction: 'stricter',
      target: { outcome: 'fail', status: 200 },
      mock: { outcome: 'pass', status: 401 },
    });
    expect(found?.sentence).toBe('the mock rejects what the target accepts: mock 401, target 200; only the mock follows the document');
    expect(found?.request).toMatch(/^GET https:\/\/127\.0\.0\.1:\d+\/v1\/auth\/test as reader$/);
    expect(faulty.stdout).toMatch(/THE MOCK IS STRICTER {2}\d+\n.*\n\n≠ credentials\/undeclared-scheme: the mock rejects/);
  });

  test('says where both serve, and what of the answer differs', () => {
    const sentences = faulty.differences.map(({ requirement, direction, sentence }) => `${requirement} ${direction}: ${sentence}`);
    expect(sentences).toContainEqual(
      expect.stringMatching(
        /^whoami\/scopes different: both return 200, but for the target: the response lists the wrong scopes at \$response\.body#\/scopes, /,
      ),
    );
  });

  test('exits as the run does, names the file, and tells no secret', () => {
    expect(faulty.code).toBe(1);
    expect(faulty.stdout).toMatch(/auth-conformance-report\/against-mock\.json/);
    const told = JSON.stringify(faulty);
    expect(sites.flatMap(({ secrets }) => secrets).filter((secret) => told.includes(secret))).toEqual([]);
  });

  test('is not made where the target is the mock', () => {
    expect([own.code, own.lastLine]).toEqual([2, expect.stringContaining('--against-mock: the target is the mock itself')]);
  });
});

describe('the differences', () => {
  const id = 'a/first';
  const side = (outcome: Outcome, status: number | undefined, changes: Partial<CheckFinding> = {}) => {
    const { exchange } = recorded('x', 1);
    const { response, ...unanswered } = exchange;
    const answer = status === undefined ? unanswered : { ...unanswered, response: { ...response!, status } };
    const checks = [check(`${id}/it`, outcome, { exchanges: ['x'], ...changes }), check(`${id}/other`, 'pass')];
    return resultOf([{ requirement: id, checks }], { exchanges: [{ key: 'x', exchange: answer }] });
  };
  const cases: readonly (readonly [target: Result, mock: Result, kind: string, direction: string, sentence: RegExp])[] = [
    [
      side('pass', 401),
      side('fail', 200),
      'conflict',
      'more-lenient',
      /^the mock accepts what the target rejects: .*; only the target follows the document/,
    ],
    [
      side('fail', 200),
      side('pass', 401),
      'conflict',
      'stricter',
      /^the mock rejects what the target accepts: .*; only the mock follows the document/,
    ],
    [side('fail', undefined), side('pass', 200), 'conflict', 'more-lenient', /mock 200, target no response/],
    [side('fail', 403), side('pass', 401), 'conflict', 'different', /^both reject it: mock 401, target 403; /],
    [side('pass', 404), side('pass', 403), 'reading', 'different', /^both reject it: mock 403, target 404$/],
    [side('pass', 404), side('pass', 200), 'reading', 'more-lenient', /^the mock accepts what the target rejects: mock 200, target 404$/],
    [
      side('fail', 401, { reason: 'another media type', where: '$response.header.Content-Type', observed: 'text/html' }),
      side('pass', 401),
      'conflict',
      'different',
      /^both return 401, but for the target: another media type at \$response\.header\.Content-Type, text\/html; /,
    ],
  ];

  test.for(cases)('%#: in words', ([target, mock, kind, direction, sentence]) => {
    const { differences, compared, left } = differencesOf(target, mock);
    expect(differences).toEqual([
      expect.objectContaining({ check: `${id}/it`, kind, direction, sentence: expect.stringMatching(sentence) }),
    ]);
    expect([compared, left]).toEqual([2, 0]);
    expect(describeDifferences({ target: 't', compared, left, differences })).toContain(
      kind === 'reading'
        ? 'BOTH CONFORM'
        : { 'more-lenient': 'MORE LENIENT', stricter: 'STRICTER', different: 'RESPONSES DIFFER' }[direction]!,
    );
  });

  test('are none where both answer alike, both fail, or a side did not decide', () => {
    expect(differencesOf(side('pass', 401), side('pass', 401)).differences).toEqual([]);
    expect(differencesOf(side('fail', 200), side('fail', 302)).differences).toEqual([]);
    expect(differencesOf(side('inconclusive', 429), side('pass', 401))).toMatchObject({ compared: 1, left: 1, differences: [] });
  });

  test('of a limiter that refuses with another status are those of its fault, whoever waits', { timeout: 60_000 }, async () => {
    const only = ['limits/429-status'];
    const [theirs, ours] = await Promise.all([
      runOf(contract, { faults: ['rejects-over-limit-with-403'] }, { only }),
      runOf(contract, {}, { only }),
    ]);
    const { differences } = differencesOf(theirs, ours);
    expect(differences.map(({ sentence }) => sentence)).toContainEqual(expect.stringMatching(/^both reject it: mock 429, target 403; /));
  });
});
