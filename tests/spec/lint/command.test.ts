import { describe, expect, test } from 'vitest';
import { lintCommand, type LintCommand } from '../../../cli/commands/lint.ts';
import { openDocument } from '../../../cli/document.ts';
import type { LintReport } from '../../../cli/lint/report.ts';
import { requirementIds } from '../../../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { checks } from '../../../suites/topics/checks.ts';
import { complaint, files, small } from '../documents.ts';
import { expectGolden } from '../../support/golden.ts';

const herbarium = { document: 'examples/header-key/openapi.yaml', overlay: ['examples/header-key/limits.overlay.yaml'] };

/** Runs the command, and answers what it wrote and its exit code. */
async function linted(command: Partial<LintCommand> = {}) {
  const written = { out: '', err: '' };
  const code = await lintCommand(
    { overlay: [], json: false, failOn: 'error', ...command },
    { stdout: { write: (text) => (written.out += text) }, stderr: { write: (text) => (written.err += text) } },
  );
  return { code, ...written };
}

async function report(command: Partial<LintCommand> = {}): Promise<LintReport> {
  const parsed: LintReport = JSON.parse((await linted({ ...command, json: true })).out);
  return parsed;
}

/** The catalogue grows; how many of its requirements apply is held by a test of its own. */
const withoutCounts = (text: string) =>
  text.replaceAll(/\d+ of \d+ requirements/g, 'N of N requirements').replaceAll(/(?:\d+|no) requirements?$/gm, 'N requirements');

const golden = (name: string) => new URL(`./golden/${name}.txt.golden`, import.meta.url);

const mistaken = () =>
  files({
    'openapi.json': JSON.stringify(
      small({
        security: [{ Key: [] }],
        responses: {
          401: {
            description: 'No.',
            content: { 'application/json': { schema: { type: 'object', required: ['code'] }, example: { reason: 'no' } } },
          },
        },
      }),
      undefined,
      2,
    ),
  });
const warned = () => files({ 'openapi.json': JSON.stringify(small({ security: [{ Key: [] }] })) });

test('--strict makes an error unusable, as for every other command, and a warning not', async () => {
  const document = await mistaken();
  expect([(await linted({ document })).code, (await linted({ document, strict: true })).code]).toEqual([1, 2]);
  expect((await linted({ document, strict: true, failOn: 'never' })).code).toBe(2);
  expect((await linted({ document: await warned(), strict: true })).code).toBe(0);
  await expect(openDocument({ document, overlay: [], strict: true })).rejects.toThrow('must have the member');
  await expect(openDocument({ document, overlay: [] })).resolves.toBeDefined();
});

describe('the text', () => {
  test('of the bundled document is as it was', async () => {
    await expectGolden(golden('bundled'), withoutCounts((await linted()).out));
  });

  test('of a document with one key and limits laid over it is as it was', async () => {
    await expectGolden(golden('header-key'), withoutCounts((await linted(herbarium)).out));
  });

  test('shows no control characters of the document', async () => {
    const document = await files({
      'openapi.json': JSON.stringify(
        small({ paths: { '/a': { get: { operationId: '\u001b[31mred', security: [{ Key: [] }], responses: {} } } } }),
      ),
    });
    const { out } = await linted({ document });
    expect(out).toContain('\\u{1b}[31mred');
    expect(out).not.toContain('\u001b');
  });

  test('never shows a literal secret', async () => {
    const secret = 'q7VxR2mT9bLzW4cNfH8pJ3kD6gYs5aUe';
    const document = await files({
      'openapi.json': JSON.stringify(small({ components: { schemas: { Login: { properties: { password: { example: secret } } } } } })),
    });
    const { out } = await linted({ document });
    expect(out).toContain('lint/literal-secret');
    expect(out + (await linted({ document, json: true })).out).not.toContain(secret.slice(0, 6));
  });
});

describe('the JSON', () => {
  test('has every finding with its rule, its words and its places', async () => {
    const { findings, summary, exit, schemaVersion, document } = await report(herbarium);
    expect([schemaVersion, document.title, document.openapi]).toEqual([1, 'Herbarium', '3.0']);
    expect(document.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(summary).toEqual({ error: 0, warning: 1, note: 3 });
    expect(exit).toEqual({ code: 0, reason: 'no errors, 1 warning, 3 notes' });
    const finding = findings.find(({ rule }) => rule === 'lint/undocumented-rate-headers')!;
    expect(finding).toMatchObject({
      topic: 'limits',
      section: 'undocumented',
      severity: 'note',
      message: 'no header reports the limits of visitor and curator',
    });
    expect(Object.keys(finding).sort()).toEqual([
      'fix',
      'meanwhile',
      'message',
      'places',
      'rule',
      'section',
      'severity',
      'topic',
      'why',
      'yaml',
    ]);
    expect(finding.places).toEqual([
      { pointer: '/x-auth-conformance/plans/visitor', file: 'examples/header-key/limits.overlay.yaml', line: 10, column: 11 },
      { pointer: '/x-auth-conformance/plans/curator', file: 'examples/header-key/limits.overlay.yaml', line: 11, column: 11 },
    ]);
  });

  test('lists under each topic the requirements whose checks apply', async () => {
    const contract = await loadContract(bundledDocument);
    const { topics } = await report();
    const applying = requirementIds.filter((id) => checks[id].applies(contract) === true);
    expect(topics.flatMap(({ requirements }) => requirements).sort()).toEqual(applying.toSorted());
    expect(topics.every(({ topic, requirements }) => requirements.every((id) => id.startsWith(`${topic}/`)))).toBe(true);
  });
});

describe('the exit code', () => {
  test('is 0 for the bundled document even where warnings fail, and the reason stands on standard error', async () => {
    const { code, err } = await linted({ failOn: 'warning' });
    expect([code, err]).toEqual([0, 'exit 0: no errors, no warnings, 1 note\n']);
  });

  test('is 1 for an error, unless nothing is to fail', async () => {
    const document = await mistaken();
    expect((await linted({ document })).code).toBe(1);
    expect((await linted({ document })).err).toBe('exit 1: 1 error, no warnings, 2 notes\n');
    expect((await linted({ document, failOn: 'never' })).code).toBe(0);
  });

  test('is 1 for a warning only where warnings fail', async () => {
    const document = await warned();
    expect((await linted({ document })).code).toBe(0);
    expect((await linted({ document, failOn: 'warning' })).code).toBe(1);
  });

  test('is left to the command line where the document cannot be used: the problems are thrown', async () => {
    const document = await files({
      'openapi.yaml': 'openapi: 3.1.0\ninfo: { title: Things, version: "1" }\npaths: {}\nsecurity: [{ Missing: [] }]\n',
    });
    expect(await complaint(() => linted({ document }))).toBe(
      'security[0].Missing: expected a declared security scheme (the document has none), got "Missing" (openapi.yaml:4:14)',
    );
  });
});
