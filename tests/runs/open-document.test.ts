import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { call } from '../support/command.ts';

test('A document without authentication is named as the reason why nothing applies, with what to add', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const paths = { '/news': { get: { responses: { '200': { description: 'News.' } } } } };
  const servers = [{ url: 'https://news.example' }];
  await writeFile(
    join(folder, 'openapi.json'),
    JSON.stringify({ openapi: '3.1.0', info: { title: 'News', version: '1' }, servers, paths }),
  );
  const { code, stdout } = await call(['run', 'openapi.json', '--target', 'mock', '--only', 'scopes', '--format', 'markdown'], { folder });
  expect(code).toBe(2);
  expect(stdout).toContain('! the document declares no authentication: no operation requires a credential');
  expect(stdout).toMatch(/the document declares no authentication, and nothing that is selected applies without it: add securitySchemes/);
  expect(stdout).not.toContain('principal');
});
