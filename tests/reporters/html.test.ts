import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../reporters/html/html.tsx';
import { SCRIPT, SCRIPT_HASH } from '../../reporters/html/script.ts';
import { STYLE, STYLE_HASH } from '../../reporters/html/style.ts';
import { check, recorded, resultOf } from './builder.ts';
import { fixtures } from './fixtures.ts';

const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Every tag of a page as it is written, style and script left out. */
const tags = (page: string) =>
  page
    .replace(STYLE, '')
    .replace(SCRIPT, '')
    .match(/<[a-z][^>]*>/gi) ?? [];

describe.each(Object.entries(fixtures))('report.html of "%s"', (_name, result) => {
  const page = html.render(result);

  it('loads nothing: no address in any attribute that a browser would follow by itself', () => {
    const loading = tags(page).filter((tag) => /\s(?:src|srcset|href|data|poster|action|background|style|on\w+)=/i.test(tag));
    const followed = /^<a [^>]*href="(?:#[\w-]*|reproduce\/[\w.-]+\.spec\.ts|https:\/\/[^"]+)"[^>]*>$/;
    for (const tag of loading) expect(tag === '<link rel="icon" href="data:,"/>' || followed.test(tag), tag).toBe(true);
    expect(STYLE + SCRIPT).not.toMatch(/url\(|@import|https?:|fetch\(|import\(|XMLHttpRequest|<\/|innerHTML|eval/);
  });

  it('forbids everything but its own style and script', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!.replaceAll('&#39;', "'");
    expect(policy).toBe(
      `default-src 'none'; style-src '${hash(STYLE)}'; script-src '${hash(SCRIPT)}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain(`<script>${SCRIPT}</script>`);
    expect(page).toContain(`<style>${STYLE}</style>`);
  });

  it('has landmarks, one first heading, no heading level skipped, and no id twice', () => {
    for (const landmark of ['<header', '<nav', '<main', '<footer', 'lang="en"', '<title>']) expect(page).toContain(landmark);
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => index === 0 || level <= levels[index - 1]! + 1)).toBe(true);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('links only to what is there', () => {
    const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });
});

describe('report.html', () => {
  it('knows the hashes of its script and its style', () => {
    expect({ SCRIPT_HASH, STYLE_HASH }).toEqual({ SCRIPT_HASH: hash(SCRIPT), STYLE_HASH: hash(STYLE) });
  });

  it('shows a hostile text as text: no element of it comes to life, and nothing unseen is left in it', () => {
    const page = html.render(fixtures['nasty']!);
    const names = new Set(tags(page).map((tag) => /^<([a-z0-9]+)/i.exec(tag)![1]));
    expect(names).not.toContain('img');
    expect(page).not.toContain('</script></pre>');
    expect(page).not.toMatch(/[^\P{Cc}\n\t]|\p{Cf}|\p{Cs}/u);
    expect(page).toContain('&lt;/script>&lt;/pre>&lt;img src=https://evil.test/x onerror=alert(1)>');
  });

  it('shows the evidence of a failure: request, response, expectation, observation and the line to repeat it', () => {
    const page = html.render(fixtures['non-conformant']!);
    for (const part of [
      'GET https://api.test/v1/things',
      '<i>Content-Type: </i>application/json',
      '&quot;things&quot;: []',
      '<p class="label">Expected</p><pre tabindex="0"><mark>401</mark></pre>',
      '<p class="label">Observed</p><pre tabindex="0"><mark>200</mark></pre>',
      'TLSv1.3',
    ]) {
      expect(page).toContain(part);
    }
    expect(page).toMatch(
      /curl https:\/\/api\.test\/v1\/things -H &quot;Authorization: Bearer \$AUTH_CONFORMANCE_READER&quot;\s*<\/pre><button/,
    );
  });

  it('marks whole words that differ, and leaves the name of an operation as it is', () => {
    const failure = (id: string, changes: Parameters<typeof check>[2]) => check(`credentials/missing/${id}`, 'fail', changes);
    const page = html.render(
      resultOf(
        [
          {
            requirement: 'credentials/missing',
            checks: [
              failure('a', {
                expected: 'invalid_client or invalid_request',
                observed: 'invalid_grant',
                reason: 'list repeats it',
                exchanges: ['x'],
              }),
              failure('b', { expected: 'max-age=31536000', observed: 'max-age=300', reason: 'too short, see listThings' }),
            ],
          },
        ],
        { exchanges: [recorded('x', 1, { operation: 'list' })] },
      ),
    );
    for (const part of [
      'invalid_<mark>client or invalid_request</mark></pre>',
      'invalid_<mark>grant</mark></pre>',
      'max-age=<mark>300</mark></pre>',
      '<h4>list repeats it ',
      '<h4>Too short, see listThings ',
    ]) {
      expect(page).toContain(part);
    }
  });

  it('shows no exchange of what passed', () => {
    expect(html.render(fixtures['conformant']!)).not.toContain('class="exchange"');
  });

  it('hides what needs its script until that runs', () => {
    const page = html.render(fixtures['non-conformant']!);
    for (const tag of tags(page).filter((one) => /^<form|^<button[^>]* data-copy/.test(one))) expect(tag).toContain('hidden');
    expect(page).toContain('<noscript>');
  });

  it('stays below four megabytes with two thousand exchanges that all failed, and names what it leaves out', () => {
    const text = 'x'.repeat(16_384);
    const body = { text, bytes: 16_384, sha256: 'f'.repeat(64), cut: false };
    const keys = Array.from({ length: 2000 }, (_, index) => `scene#${index}`);
    const result = resultOf(
      Array.from({ length: 100 }, (_, rule) => ({
        requirement: `topic/rule-${rule}`,
        checks: keys
          .slice(rule * 20, rule * 20 + 20)
          .map((key, index) => check(`topic/rule-${rule}/${index}`, 'fail', { reason: `reason ${index}`, exchanges: [key] })),
      })),
      { exchanges: keys.map((key) => recorded(key, 1, { response: { status: 200, headers: [], body } })) },
    );
    const page = html.render(result);
    expect(page.length).toBeLessThan(4_000_000);
    expect(page.match(/class="exchange"/g)).toHaveLength(400);
    expect(page).toContain('Evidence not shown here: exchanges');
    expect(page).toContain('15 other failed or undecided checks');
    expect(page).toContain('14384 more characters');
    expect(page).toContain('at most 5 kinds of failures for each requirement, 400 exchanges');
  });
});
