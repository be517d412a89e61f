import { describe, expect, it } from 'vitest';
import { renderTerminal, terminal } from '../../reporters/terminal/terminal.ts';
import { check, finding, planned, resultOf } from './builder.ts';
import { fixtures } from './fixtures.ts';

const plain = { colour: false, verbose: true };

const last = (name: string) => renderTerminal(fixtures[name]!, plain).trimEnd().split('\n').at(-1);

describe('the terminal', () => {
  it('ends with the verdict, its reason and the exit code', () => {
    expect(last('conformant')).toBe('CONFORMANT: all applicable requirements passed (exit 0)');
    expect(last('non-conformant')).toBe('NON-CONFORMANT: 1 MUST failed, critical (exit 1)');
    expect(last('unusable')).toBe('UNUSABLE: preflight failed, no conformance result (exit 4)');
  });

  it('shows what failed first, critical before MUST before SHOULD before MAY', () => {
    const levels = [
      ['may', 'MAY', 'normal'],
      ['should', 'SHOULD', 'normal'],
      ['must', 'MUST', 'normal'],
      ['critical', 'MUST', 'critical'],
    ] as const;
    const result = resultOf(
      levels.map(([name]) => finding(`a/${name}`, 'fail')),
      { planned: levels.map(([name, level, severity]) => planned(`a/${name}`, { level, severity })) },
    );
    const text = renderTerminal(result, plain);
    expect(text.match(/(?<=^[✗!] Title of )a\/\w+/gm)).toEqual(['a/critical', 'a/must', 'a/should', 'a/may']);
    expect(text).toMatch(/^FAILED {2}2 MUST \(1 critical\); 1 SHOULD; 1 MAY\n/);
  });

  it('shows the expected and the observed value, the place, the source, and the curl command', () => {
    const text = renderTerminal(fixtures['non-conformant']!, plain);
    for (const part of [
      'openapi.yaml:41:9  /paths/~1things/get/responses/401',
      'expected "Invalid or missing API key"',
      'observed "Go away"',
      'where    $response.body#/error/message',
      'curl https://api.test/v1/things -H "Authorization: Bearer $AUTH_CONFORMANCE_READER"',
      'credentials/missing/listThings and 2 with the same result',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shows at most three kinds of failure of a requirement, and how many more there are', () => {
    const checks = ['one', 'two', 'three', 'four', 'four', 'five'].map((reason, index) => check(`a/one/${index}`, 'fail', { reason }));
    const text = renderTerminal(resultOf([{ requirement: 'a/one', checks }]), plain);
    expect(text.match(/why {6}\w+/g)).toHaveLength(3);
    expect(text).toContain('and 2 more (3 checks)');
  });

  it('shows the table of a note in columns, or in sentences if it is too wide', () => {
    const lines = (width: number) => renderTerminal(fixtures['non-conformant']!, { ...plain, width }).split('\n');
    expect(lines(100)).toEqual(
      expect.arrayContaining([
        '                        unknown credential  missing scope  spent quota',
        '  body that is no JSON  401 caller          422 request    –',
      ]),
    );
    expect(lines(60)).toEqual(
      expect.arrayContaining(['  unknown path: unknown credential 401 caller, missing scope', '  404 request, spent quota 429 caller']),
    );
  });

  it('shows what undecided requirements need', () => {
    const text = renderTerminal(fixtures['incomplete']!, plain);
    expect(text).toMatch(/^UNDECIDED {2}2 MUST \(1 critical\)\n/);
    expect(text).toContain('needs    an expendable principal of plan pro (principals.NAME.expendable)');
  });

  it('groups requirements without checks by reason', () => {
    const text = renderTerminal(fixtures['unusable']!, plain);
    expect(text.match(/not run/g)).toHaveLength(1);
    expect(text).toContain('change principals.reader.secret (auth-conformance.yaml:7:12)');
  });

  it('names the reports that were written', () => {
    expect(renderTerminal(fixtures['conformant']!, { ...plain, reports: ['out/report.html', 'out/junit.xml'] })).toContain(
      'reports   out/report.html\n          out/junit.xml\n',
    );
  });

  it('has the title of a requirement as its headline, with its id and level', () => {
    const result = resultOf([finding('a/one', 'fail')], { planned: [planned('a/one', { title: 'Revoked keys are rejected' })] });
    expect(renderTerminal(result, plain)).toContain('\n✗ Revoked keys are rejected  a/one  MUST\n  The server MUST do a/one.\n');
  });

  it('is short about a conformant run', () => {
    expect(renderTerminal(fixtures['conformant']!, plain).split('\n').length).toBeLessThanOrEqual(20);
  });

  it('never says a percentage', () => {
    for (const result of Object.values(fixtures)) expect(renderTerminal(result, plain)).not.toMatch(/\d ?%(?!2F)/);
  });

  it('is coloured on demand only, and says the same', () => {
    const result = fixtures['non-conformant']!;
    const coloured = renderTerminal(result, { colour: true, verbose: true });
    expect(coloured).toContain('\u001b[');
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(terminal.render(result));
  });

  it('lets nothing through that a terminal would obey', () => {
    expect(terminal.render(fixtures['nasty']!)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}/u);
  });

  it('breaks sentences at the width it is given', () => {
    const reason = 'word '.repeat(60).trim();
    const text = renderTerminal(resultOf([{ requirement: 'a/one', checks: [check('a/one', 'fail', { reason })] }]), {
      ...plain,
      width: 50,
    });
    const lines = text.split('\n').filter((line) => line.includes('word'));
    expect(lines.length).toBeGreaterThan(5);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(50);
  });
});
