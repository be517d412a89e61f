import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withSourceLines } from '../../../cli/results/source-lines.ts';
import { html } from '../../../reporters/html/html.tsx';
import { markdown } from '../../../reporters/markdown/markdown.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { finding, planned, resultOf } from '../../reporters/builder.ts';
import { folderWith } from '../../support/command.ts';

const redactor = createRedactor('key');
redactor.add({ name: 'reader', value: 'my-secret-key-0001', shell: '$AUTH_CONFORMANCE_READER' });
const lines = Array.from({ length: 20 }, (_, index) => `line: ${index + 1}`);
const { folder, remove } = await folderWith({
  'openapi.yaml': [...lines.slice(0, 12), 'example: my-secret-key-0001 <b>', ...lines.slice(13)].join('\n'),
});
const file = join(folder, 'openapi.yaml');
const repository = { root: folder, folder: '' };

/** A result with one failure at a line of a file, and a requirement that passed. */
function failed(line: number, path = file) {
  const basis = { kind: 'contract', pointer: '/paths', file: path, line } as const;
  const document = { title: 'Things', version: '1', source: path, sha256: '0'.repeat(64), repository };
  return resultOf([finding('scopes/missing', 'fail'), finding('http/date', 'pass')], {
    document,
    planned: [planned('scopes/missing', { basis }), planned('http/date', { basis })],
  });
}
const basisOf = (result: ReturnType<typeof failed>, id = 'scopes/missing') => result.requirements.find((one) => one.id === id)!.basis;

test('A failure has the lines around its place in the document, without secrets, and with the line marked in the page', () => {
  const result = withSourceLines(failed(12), redactor, {});
  expect(basisOf(result)).toMatchObject({
    line: 12,
    excerpt: {
      line: 10,
      text: ['line: 10', 'line: 11', 'line: 12', expect.stringMatching(/^example: ‹reader#\w+› <b>$/), 'line: 14', 'line: 15', 'line: 16'],
    },
  });
  expect(basisOf(result, 'http/date')).not.toHaveProperty('excerpt');
  const page = html.render(result);
  expect(page).toContain('<pre class="excerpt">10  line: 10\n11  line: 11\n<mark>12  line: 12\n</mark>13  example: ‹reader');
  expect(page).not.toContain('my-secret');
});

test('At the ends of a file the excerpt is shorter, and a file that is not there has none', () => {
  expect(basisOf(withSourceLines(failed(1), redactor, {}))).toMatchObject({ excerpt: { line: 1, text: lines.slice(0, 5) } });
  expect(basisOf(withSourceLines(failed(20), redactor, {}))).toMatchObject({ excerpt: { line: 18, text: lines.slice(17) } });
  expect(basisOf(withSourceLines(failed(3, join(folder, 'nothing.yaml')), redactor, {}))).not.toHaveProperty('excerpt');
});

test('A file in which a secret has several lines is not shown', async () => {
  const own = createRedactor('key');
  own.add({ name: 'pem', value: 'first-part-of-it\nsecond-part-of-it', shell: '$PEM' });
  const path = join(folder, 'pem.yaml');
  await writeFile(path, 'a: 1\nb: first-part-of-it\nsecond-part-of-it\n');
  expect(basisOf(withSourceLines(failed(3, path), own, {}))).not.toHaveProperty('excerpt');
});

const github = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'me/my-api', GITHUB_SHA: 'c0ffee', GITHUB_WORKSPACE: folder };
const gitlab = { CI_PROJECT_URL: 'https://user:word@gitlab.example/me/api', CI_COMMIT_SHA: 'c0ffee', CI_PROJECT_DIR: `${folder}/` };

test.each([
  ['GitHub Actions', github, 'https://github.com/me/my-api/blob/c0ffee/openapi.yaml#L12'],
  ['GitLab', gitlab, 'https://gitlab.example/me/api/-/blob/c0ffee/openapi.yaml#L12'],
])('On %s a failure links to its line in the commit', (_, environment, url) => {
  const result = withSourceLines(failed(12), redactor, environment);
  expect(basisOf(result)).toMatchObject({ url });
  expect(html.render(result)).toContain(`<a href="${url}">${file}:12</a>`);
  expect(markdown.render(result)).toContain(`](${url})`);
});

test('In another checkout, and for a file outside of it, there is no link', () => {
  for (const [path, environment] of [
    [file, { ...github, GITHUB_WORKSPACE: '/elsewhere' }],
    [file, { ...github, GITHUB_SERVER_URL: 'javascript:alert(1)//' }],
    ['/elsewhere/openapi.yaml', github],
  ] as const)
    expect(basisOf(withSourceLines(failed(12, path), redactor, environment))).not.toHaveProperty('url');
});

afterAll(remove);
