import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { notesOf, released } from '../../scripts/changelog/sections.ts';
import { publishedSchema } from '../reporters/schemas/schemas.ts';
import { root } from '../support/pages.ts';

interface Job {
  readonly uses?: string;
  readonly with?: object;
  readonly environment?: string;
  readonly permissions: { readonly [name: string]: string };
  readonly steps?: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
}

const folder = join(root, '.github/workflows');
const files = await readdir(folder);
const textOf = (file: string) => readFile(join(folder, file), 'utf8');

describe('every workflow', () => {
  test.each(files)('%s is valid, and its permissions are those that a job states', async (file) => {
    const workflow: { permissions: object; jobs: { readonly [name: string]: Job } } = parse(await textOf(file));
    expect((await publishedSchema('github-workflow'))(workflow)).toEqual([]);
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeDefined();
  });
});

describe('the release workflow', async () => {
  const text = await textOf('release.yml');
  const { check, publish }: { readonly check: Job; readonly publish: Job } = parse(text).jobs;
  const commands = publish.steps!.flatMap(({ run }) => run ?? []);

  test('publishes after all checks, as a trusted publisher with provenance, without a secret', () => {
    expect(check).toMatchObject({ uses: './.github/workflows/ci.yml', with: { release: true } });
    expect(parse(text).jobs.publish.needs).toBe('check');
    expect(publish).toMatchObject({ environment: 'npm', permissions: { 'id-token': 'write' } });
    expect(commands).toContainEqual('npm publish --provenance --access public');
    // A configured token would be used in place of the trusted publisher.
    expect(text).not.toMatch(/secrets\.|registry-url:|NODE_AUTH_TOKEN/);
  });

  test('sets the repository that provenance needs before it publishes', () => {
    const index = (part: string) => commands.findIndex((command) => command.includes(part));
    expect(index('repository.url=')).toBeGreaterThan(-1);
    expect(index('npm publish')).toBeGreaterThan(index('repository.url='));
    expect(index('scripts/changelog.ts notes')).toBeLessThan(index('npm publish'));
  });
});

describe('the changelog at a release', () => {
  const changelog = '# Changelog\n\n## [Unreleased] 0.2.0\n\n### Added\n\n- A mock.\n\n## [0.1.0] - 2026-01-01\n\n- First.\n';

  test('has the unreleased entries under the version and the date', () => {
    expect(released(changelog, '0.2.0', '2026-02-03')).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-02-03\n\n### Added\n\n- A mock.\n\n## [0.1.0] - 2026-01-01\n\n- First.\n',
    );
  });

  test('gives the notes of a version up to the next one, or to the end', () => {
    expect(notesOf(changelog, '0.1.0')).toBe('- First.\n');
    expect(notesOf(released(changelog, '0.2.0', '2026-02-03'), '0.2.0')).toBe('### Added\n\n- A mock.\n');
  });

  test('without entries is an error', () => {
    const empty = released(changelog, '0.2.0', '2026-02-03');
    expect(() => released(empty, '0.3.0', '2026-03-04')).toThrow('CHANGELOG.md has no entries for Unreleased');
    expect(() => notesOf(changelog, '9.9.9')).toThrow('CHANGELOG.md has no entries for 9.9.9');
  });
});
