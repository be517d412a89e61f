import { describe, expect, test } from 'vitest';
import { describePlan } from '../../cli/plan/text.ts';
import { topicsOf } from '../../cli/plan/topics.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { checks } from '../../suites/topics/checks.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { settingsFor, stillMock } from '../support/in-process.ts';

const contract = await loadContract(bundledDocument);
const everything = settingsFor(stillMock(contract));

/** What a run with these settings would do at a target whose clock it has to wait for. */
function planned(changes: Partial<Settings> = {}) {
  const settings = { ...everything, slow: true, ...changes };
  return schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks: { clock: false, reset: false } });
}

const topics = topicsOf(planned());
const judgesAll = (topic: string) =>
  planned({ only: [topic] }).requirements.some(({ id, excluded }) => excluded === undefined && checks[id].scenario.kind === 'passive');

describe('a plan by topic', () => {
  test('has every topic of the catalogue that the document has anything for, each once', () => {
    expect(topics.map(({ topic }) => topic)).toEqual([
      ...new Set(planned().requirements.flatMap(({ id, excluded }) => (excluded === undefined ? [id.split('/')[0]] : []))),
    ]);
  });

  const alone = topics.filter(({ topic }) => !judgesAll(topic));

  test('is compared below with more than one topic that waits and one that does not', () => {
    expect(alone.filter(({ seconds }) => seconds > 0).length).toBeGreaterThan(0);
    expect(alone.filter(({ seconds }) => seconds === 0).length).toBeGreaterThan(1);
  });

  test.each(alone)('says of $topic what a run of it alone would cost', ({ topic, requests, seconds, permissions }) => {
    const only = planned({ only: [topic] });
    expect({ requests, seconds }).toEqual({ requests: only.requests, seconds: only.seconds });
    expect(new Set(permissions)).toEqual(new Set(only.scenarios.flatMap((scenario) => scenario.permissions)));
  });

  test('counts a scene that topics share with each of them', () => {
    const plan = planned({ only: ['address/rejection-cost', 'limits/401-cost'] });
    expect(plan.requests).toBeGreaterThan(0);
    expect(topicsOf(plan).map(({ topic, requests }) => [topic, requests])).toEqual([
      ['address', plan.requests],
      ['limits', plan.requests],
    ]);
  });

  test('counts a scene that nobody but the judge of every answer needs with that judge, and no other', () => {
    const only = planned({ only: ['errors'] });
    const rest = only.scenarios.filter(({ name }) => !only.requirements.some(({ id }) => checks[id].scenario.name === name));
    expect(rest.length).toBeGreaterThan(1);
    expect(topicsOf(only)).toEqual([expect.objectContaining({ topic: 'errors', requests: only.requests, seconds: only.seconds })]);
    const whole = planned();
    expect(topics.find(({ topic }) => topic === 'errors')!.requests).toBeLessThan(whole.requests);
  });

  test('names no side effect where none is allowed', () => {
    const gentle = topicsOf(planned({ allow: { writes: false, burn: false, destructive: false } }));
    expect(gentle.flatMap(({ permissions }) => permissions)).toEqual([]);
    expect(topics.flatMap(({ permissions }) => permissions)).toEqual(expect.arrayContaining(['writes', 'burn', 'destructive']));
  });

  test('is told as a table, each side effect in words once', () => {
    const text = describePlan(planned(), everything, contract);
    const [, table = ''] = text.split('By topic; a scenario that several topics need runs once and counts for each\n');
    const { checks: count, requests, seconds } = topics.find(({ topic }) => topic === 'limits')!;
    expect(table).toMatch(new RegExp(`^ {2}limits +${count} +${requests} +${seconds} {2}writes, burn$`, 'm'));
    const scenarios = text.split('\nScenarios\n')[1]!.split('\n\n')[0]!.split('\n');
    expect(new Set(scenarios.map((line) => /^ {2}\S+ +\d+ {2}/.exec(line)?.[0].length)).size).toBe(1);
    expect(text.match(/^ {2}writes: objects are created, changed and deleted$/gm)).toHaveLength(1);
  });
});

test('a plan says that its time has no waits for limits that the document does not state, if it has a 429 but no limit', () => {
  const unstated = /^The time has no waits for limits that the document does not state/m;
  const plans = contract.plans.map((plan) => ({ ...plan, windows: [], operations: {} }));
  expect(describePlan(planned(), everything, contract)).not.toMatch(unstated);
  expect(describePlan(planned(), everything, { ...contract, plans })).toMatch(unstated);
  const operations = contract.operations.map((operation) => ({ ...operation, limited: { ...operation.limited, documented: false } }));
  expect(describePlan(planned(), everything, { ...contract, plans, operations })).not.toMatch(unstated);
});

describe('what a plan leaves out', () => {
  const gentle: Settings = { ...everything, profile: 'standard', allow: { writes: false, burn: false, destructive: false } };
  const plan = planned(gentle);
  const lines = describePlan(plan, gentle, contract).split('\n');
  const part = (title: string) =>
    lines.slice(
      lines.indexOf(title) + 1,
      lines.findIndex((line, index) => index > lines.indexOf(title) + 1 && line === ''),
    );

  test.each(['Not applicable', 'Outside the profile standard'])(
    'is grouped by reason under "%s", each reason once, the most frequent first',
    (title) => {
      const reasons = part(title).flatMap((line) => /^ {2}(\S.*): (\d+) requirements?$/.exec(line)?.slice(1, 3) ?? []);
      const names = reasons.filter((_, index) => index % 2 === 0);
      const counts = reasons.filter((_, index) => index % 2 === 1).map(Number);
      expect(names.length).toBeGreaterThan(1);
      expect(new Set(names).size).toBe(names.length);
      expect(counts).toEqual(counts.toSorted((one, other) => other - one));
      expect(Math.max(...counts)).toBeGreaterThan(1);
    },
  );

  test('has every requirement that does not apply once', () => {
    const ids = plan.requirements.flatMap(({ id, excluded }) => (excluded === undefined ? [] : [id]));
    const listed = lines.slice(lines.indexOf('Not applicable')).join('\n');
    for (const id of ids) expect(listed.match(new RegExp(`(?<=[\\s,])${id}(?=[,\\n]|$)`, 'g'))).toHaveLength(1);
  });
});
