import { describe, expect, it } from 'vitest';
import { renderTerminal, terminal } from '../../../reporters/terminal/terminal.ts';
import type { CheckFinding } from '../../../reporters/gathering/input.ts';
import { check, finding, planned, resultOf } from '../builder.ts';
import { fixtures } from '../fixtures.ts';

const brief = (result: Parameters<typeof renderTerminal>[0], width = 100) =>
  renderTerminal(result, { colour: false, width }).trimEnd().split('\n');

const withoutPrincipal = (needs: string): Partial<CheckFinding> => ({
  needs,
  reason: 'no such key',
  cause: { code: 'not-configured', why: 'no such key' },
});

/** A requirement with one blocked check. */
const blocked = (id: string, changes: Partial<CheckFinding>) => ({ requirement: id, checks: [check(`${id}/one`, 'blocked', changes)] });

describe('the short result', () => {
  it('begins with the verdict, its reason and the exit code', () => {
    expect(brief(fixtures['non-conformant']!)[0]).toBe('NON-CONFORMANT: 1 MUST failed, critical (exit 1)');
    expect(brief(fixtures['unusable']!)[0]).toBe('UNUSABLE: preflight failed, no conformance result (exit 4)');
  });

  it('says of each failure what was expected and what was observed', () => {
    const text = brief(fixtures['non-conformant']!).join('\n');
    expect(text).toMatch(/: expected .*, observed /);
    expect(text).toContain('credentials/missing/listThings and 2 with the same result');
    expect(text).not.toContain('curl');
  });

  it.each([1, 12, 300])('is at most 40 lines with %i failures and as many causes, and names how many more there are', (amount) => {
    const failed = Array.from({ length: amount }, (_, index) => `f/${index}`);
    const undecided = Array.from({ length: amount }, (_, index) => `u/${index}`);
    const result = resultOf(
      [
        ...failed.map((id) => finding(id, 'fail')),
        ...undecided.map((id) => blocked(id, { needs: `the setting ${id} ${'and so on '.repeat(12)}` })),
      ],
      { planned: [...failed, ...undecided].map((id) => planned(id)) },
    );
    const lines = brief(result);
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.join('\n')).toContain('f/0');
    if (amount > 20) expect(lines.join('\n')).toMatch(/more causes \(296 requirements\): --verbose/);
    expect(terminal.render(result).split('\n').length).toBeGreaterThan(lines.length);
  });

  it('shows four warnings, and says how many more there are', () => {
    const warnings = Array.from({ length: 130 }, (_, index) => `left behind: the object ${index}`);
    const lines = brief({ ...fixtures['non-conformant']!, warnings });
    expect(lines.filter((line) => line.startsWith('! left behind'))).toHaveLength(4);
    expect(lines).toContain('  and 126 more warnings: --verbose');
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  it('groups undecided requirements by cause, with the change that decides most first', () => {
    const result = resultOf(
      [
        blocked('a/one', { needs: 'the test hook clock (hooks)' }),
        ...['b/one', 'b/two', 'b/three'].map((id) => blocked(id, { needs: 'allow.writes' })),
        { requirement: 'c/one', checks: [check('c/one/x', 'inconclusive', { reason: 'the server was down' })] },
      ],
      { profile: 'full' },
    );
    const lines = brief(result).filter((line) => line.startsWith('? '));
    expect(lines).toEqual([
      '? add allow.writes: 3 requirements',
      '? add the test hook clock (hooks): 1 requirement',
      '? the server was down: 1 requirement',
    ]);
  });

  it('counts a requirement with several causes once', () => {
    const two = {
      requirement: 'a/two',
      checks: [check('a/two/x', 'blocked', { needs: 'one' }), check('a/two/y', 'blocked', { needs: 'other' })],
    };
    const result = resultOf([two, blocked('a/one', { needs: 'one' })], { profile: 'full' });
    expect(brief(result).filter((line) => line.startsWith('? '))).toEqual(['? add one: 2 requirements']);
  });

  it('lists beside a good verdict what was not tested, and why', () => {
    const result = resultOf(
      [finding('a/good', 'pass'), ...['a/one', 'a/two'].map((id) => blocked(id, withoutPrincipal('a revoked key (principals)')))],
      { profile: 'standard' },
    );
    const [first, ...rest] = brief(result);
    expect(first).toBe('CONFORMANT: all tested requirements passed; 2 not tested: no principal or client is configured for them (exit 0)');
    expect(rest.join('\n')).toContain('– not tested: 2 requirements need a revoked key (principals)');
    expect(rest.join('\n')).not.toContain('UNDECIDED');
    expect(rest.join('\n')).toContain('contract  1 pass, 0 fail, 0 undecided, 2 not tested, 0 not applicable');
  });
});
