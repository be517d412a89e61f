import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { only, siteOf } from './site.ts';

const contract = await loadContract(bundledDocument);
const site = await siteOf(contract);
afterAll(async () => {
  await site.close();
  vi.unstubAllEnvs();
});

test('variables that are not set are all named, and the other principals are examined', async () => {
  const { code, bad, report } = await site.examined(
    only(['reader', 'writer', 'other'], ({ principals }) => {
      principals['reader']!['secret'] = { env: 'NO_SUCH_VARIABLE_ONE' };
      principals['writer']!['secret'] = { env: 'NO_SUCH_VARIABLE_TWO' };
    }),
  );
  expect(code).toBe(4);
  for (const [name, variable] of [
    ['reader', 'NO_SUCH_VARIABLE_ONE'],
    ['writer', 'NO_SUCH_VARIABLE_TWO'],
  ] as const) {
    expect(bad[`principals.${name}.secret`]).toMatchObject({
      outcome: 'fail',
      message: `the environment variable ${variable} is not set`,
      configuration: expect.stringMatching(/\(staging-\d+\.yaml:\d+:\d+\)$/),
    });
  }
  const examined = report.lines.map(({ id }) => id).filter((id) => /^principals\/(?:reader|writer|other)/.test(id));
  expect(new Set(examined.map((id) => id.split('/')[1]))).toEqual(new Set(['other']));
});

describe('a principal', () => {
  test('whose secret is not accepted is named by its secret, and where that comes from', async () => {
    vi.stubEnv('WRONG_KEY', 'a-key-of-another-environment');
    const { code, bad, report, printed } = await site.examined(
      only(['reader'], ({ principals }) => void (principals['reader']!['secret'] = { env: 'WRONG_KEY' })),
    );
    expect(code).toBe(4);
    expect(bad['principals.reader.secret']).toMatchObject({
      outcome: 'fail',
      message: 'reader: its credential is not accepted: testAuth returned 401',
      fix: expect.stringMatching(/^check that WRONG_KEY belongs to this environment/),
      configuration: expect.stringMatching(/\(staging-\d+\.yaml:\d+:\d+\)$/),
    });
    expect(report.exit.reason).toMatch(/^a run would be unusable: 1 of \d+ checks failed$/);
    expect(printed).not.toContain('a-key-of-another-environment');
  });

  test('is spoken of by a run in the same words', async () => {
    vi.stubEnv('WRONG_KEY', 'a-key-of-another-environment');
    const { path, bad } = await site.examined(
      only(['reader'], ({ principals }) => void (principals['reader']!['secret'] = { env: 'WRONG_KEY' })),
    );
    expect(await contactLines(path)).toContainEqual(bad['principals.reader.secret']);
  });

  test.for([
    [
      'a line break, which cannot be sent',
      'a-key-of-staging\n\n',
      /^reader: its secret contains a line break or another control character/,
      /one line/,
    ],
    ['a space at its end', 'a-key-of-staging ', /^reader: its credential is not accepted/, /it starts or ends with white space/],
  ] as const)('whose secret was copied with %s is told so', async ([, secret, says, fix]) => {
    vi.stubEnv('WRONG_KEY', secret);
    const { code, bad } = await site.examined(
      only(['reader'], ({ principals, ...draft }) => {
        principals['reader']!['secret'] = { env: 'WRONG_KEY' };
        delete draft.hooks;
      }),
    );
    expect(code).toBe(4);
    expect(bad['principals.reader.secret']).toMatchObject({
      outcome: 'fail',
      message: expect.stringMatching(says),
      fix: expect.stringMatching(fix),
    });
  });

  test('that has the secret of another is named', async () => {
    const { code, bad } = await site.examined(
      only(['reader', 'writer'], ({ principals }) => void (principals['writer'] = principals['reader']!)),
    );
    expect(code).toBe(0);
    expect(bad['principals.writer.secret']).toMatchObject({ outcome: 'warning', message: 'writer: has the same secret as reader' });
  });

  test('that claims a scope which the self-test does not list is named by its scopes', async () => {
    const { bad } = await site.examined(only(['reader'], ({ principals }) => void (principals['reader']!['scopes'] = ['read', 'write'])));
    expect(bad['principals.reader.scopes']).toMatchObject({
      outcome: 'warning',
      message: expect.stringMatching(/returns the scopes read, but not write$/),
    });
  });

  test('that has more scopes than it claims is named by its scopes', async () => {
    const { bad } = await site.examined(only(['editor'], ({ principals }) => void (principals['editor']!['scopes'] = ['read'])));
    expect(bad['principals.editor.scopes']).toMatchObject({ outcome: 'warning', message: expect.stringContaining('does not list write') });
  });

  test('of another plan than it claims is named by its plan, with the one that fits', async () => {
    const { code, bad } = await site.examined(only(['free-reader'], ({ principals }) => void (principals['free-reader']!['plan'] = 'pro')));
    expect(code).toBe(0);
    expect(bad['principals.free-reader.plan']).toMatchObject({
      outcome: 'warning',
      message: 'free-reader: the target reports a limit of 100, but the plan pro has 10000/hour and 500/minute',
      fix: expect.stringContaining('perhaps free or standard'),
    });
  });

  test('that is said to be revoked and is served is named by its state', async () => {
    const { bad } = await site.examined(only(['reader'], ({ principals }) => void (principals['reader']!['state'] = 'revoked')));
    expect(bad['principals.reader.state']).toMatchObject({ outcome: 'warning', message: expect.stringContaining('accepts it') });
  });

  test('that is said to be kept away and is served is named by its list', async () => {
    const { bad } = await site.examined(only(['reader'], ({ principals }) => void (principals['reader']!['from'] = ['203.0.113.0/24'])));
    expect(bad['principals.reader.from']).toMatchObject({ outcome: 'warning', fix: expect.stringContaining('here: true') });
  });

  test('of a blocked address whose secret is wrong is named by its secret', async () => {
    vi.stubEnv('WRONG_KEY', 'a-key-of-another-environment');
    const { bad } = await site.examined(
      only(['reader', 'office'], ({ principals }) => void (principals['office']!['secret'] = { env: 'WRONG_KEY' })),
    );
    expect(bad['principals.office.secret']).toMatchObject({ outcome: 'warning', fix: expect.stringContaining('WRONG_KEY') });
  });

  test('whose quota is spent already is named', async () => {
    const call = () =>
      site.mock.fetch(
        new Request('https://api.aimychats.com/v1/auth/test', {
          headers: { authorization: `Bearer ${site.mock.principals['free-reader']!.secret}` },
        }),
      );
    for (let count = 0; count < 10; count += 1) await call();
    const { bad } = await site.examined(only(['free-reader'], (draft) => delete draft.hooks));
    expect(bad['principals.free-reader.secret']).toMatchObject({ outcome: 'warning', message: 'free-reader: its quota is already spent' });
    site.mock.reset();
  });

  test('is missed where there is none', async () => {
    const { code, bad } = await site.examined(only([]));
    expect(code).toBe(0);
    expect(bad['principals']).toMatchObject({ outcome: 'warning' });
  });
});

describe('scopes that no self-test lists are tried', () => {
  const two = loadContract('tests/cli/doctor/two-scopes.openapi.yaml');

  test('by what they open', async () => {
    const plain = await siteOf(await two);
    onTestFinished(plain.close);
    const { code, bad } = await plain.examined(({ principals }) => void (principals['reader']!['scopes'] = ['read', 'audit']));
    expect(code).toBe(4);
    expect(bad['principals.reader.scopes']).toMatchObject({
      outcome: 'fail',
      message: 'reader: listAudits returned 403, although its scopes allow the operation',
    });
  });

  test('by what they leave closed', async () => {
    const plain = await siteOf(await two);
    onTestFinished(plain.close);
    const { code, bad } = await plain.examined(({ principals }) => void (principals['auditor']!['scopes'] = ['read']));
    expect(code).toBe(0);
    expect(bad['principals.auditor.scopes']).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining('listAudits accepts it'),
    });
  });
});

async function contactLines(path: string) {
  const { prepareRun: prepare } = await import('../../../cli/run/prepare.ts');
  const { firstContact } = await import('../../../cli/run/contact.ts');
  const { createRedactor: createVault } = await import('../../../suites/redaction/redactor.ts');
  const args = { config: path, overlay: [], only: [], skip: [], allow: '', slow: false, fault: [], iOwnThisTarget: false };
  const { settings, file, contract: read } = await prepare(args, '0.0.0');
  return (await firstContact(read, settings, file, createVault('test'))).preflight;
}
