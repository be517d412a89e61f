import { describe, expect, test } from 'vitest';
import { github } from '../../reporters/github.ts';
import type { Result } from '../../suites/result/result.ts';
import { check, finding, planned, resultOf } from './builder.ts';
import { fixtures } from './fixtures.ts';

interface Command {
  readonly kind: string;
  readonly properties: { readonly [name: string]: string };
  readonly message: string;
}

/** The commands as the runner reads them. */
const commandsOf = (result: Result): readonly Command[] =>
  github
    .render(result)
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, kind = '', properties = '', message = ''] = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line) ?? [];
      const pairs = [...properties.matchAll(/([a-z]+)=([^,]*)/gi)].map(([, name, value]) => [name!, decoded(value!)] as const);
      return { kind, properties: Object.fromEntries(pairs), message: decoded(message) };
    });

const decoded = (text: string) => text.replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');

describe.each(Object.entries(fixtures))('annotations of the result "%s"', (_name, result) => {
  const commands = commandsOf(result);

  test('are commands, one in each line', () => {
    expect(commands.map(({ kind }) => kind)).not.toContain('');
  });

  test('are one for each failed requirement, and end with the verdict', () => {
    const failed = result.requirements.filter(({ outcome }) => outcome === 'fail').map(({ id, title }) => `${title} (${id})`);
    const titles = commands.map(({ properties }) => properties['title'] ?? '');
    expect(titles.filter((title) => failed.includes(title)).toSorted()).toEqual(failed.toSorted());
    expect(commands.at(-1)).toMatchObject({
      kind: result.exit.code === 0 ? 'notice' : 'error',
      message: `${result.verdict}: ${result.exit.reason} (exit ${result.exit.code})`,
    });
  });
});

describe('an annotation', () => {
  const first = (result: Result) => commandsOf(result)[0]!;

  test('is at the line of the document, and says what was expected and observed', () => {
    const checks = [check('a/one/x', 'fail', { reason: 'unexpected status', expected: '401', observed: '200' })];
    expect(first(resultOf([{ requirement: 'a/one', checks }]))).toEqual({
      kind: 'error',
      properties: { file: 'openapi.yaml', line: '12', col: '5', title: 'Title of a/one (a/one)' },
      message: 'failed, MUST: unexpected status\nexpected: 401\nobserved: 200\nauth-conformance explain a/one',
    });
  });

  test('has no file outside the repository', () => {
    const basis = { kind: 'contract' as const, pointer: '', file: '/usr/share/openapi.yaml', line: 3 };
    const { properties } = first(resultOf([finding('a/one', 'fail')], { planned: [planned('a/one', { basis })] }));
    expect(properties).toEqual({ title: 'Title of a/one (a/one)' });
  });

  test.for([
    ['MUST', 'must', 'error'],
    ['SHOULD', 'must', 'warning'],
    ['SHOULD', 'should', 'error'],
    ['MAY', 'should', 'notice'],
  ] as const)('of a failed %s is, with --fail-on %s, of the kind %s', ([level, failOn, kind]) => {
    expect(first(resultOf([finding('a/one', 'fail')], { planned: [planned('a/one', { level })], failOn })).kind).toBe(kind);
  });

  test('groups what is undecided by what it needs', () => {
    const blocked = (id: string) => ({
      requirement: id,
      checks: [check(`${id}/x`, 'blocked', { needs: 'a revoked principal (principals)' })],
    });
    expect(first(resultOf([blocked('a/one'), blocked('a/two')]))).toEqual({
      kind: 'warning',
      properties: { title: '2 undecided' },
      message: 'add a revoked principal (principals)\na/one, a/two',
    });
  });
});
