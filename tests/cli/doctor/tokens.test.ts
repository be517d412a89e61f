import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { turnstiles } from '../../../cli/prove/documents/turnstiles.ts';
import { runConformance } from '../../../cli/conformance/index.ts';
import { siteOf, type Draft } from './site.ts';

const contract = turnstiles();
const site = await siteOf(contract);
const document = join(site.folder, 'turnstiles.json');
await writeFile(document, JSON.stringify(contract.document));
afterAll(async () => {
  await site.close();
  vi.unstubAllEnvs();
});

/** The first client with a secret. */
const [name] = Object.entries(site.mock.clients).find(([, { clientSecret, from }]) => clientSecret !== undefined && from === undefined)!;

/** A configuration with one principal that gets its tokens with the grant of a client. */
const withClient =
  (secret: Record<string, unknown>, change: (draft: Draft) => void = () => {}) =>
  (draft: Draft) => {
    draft.document = document;
    draft.principals = { reader: { secret, scopes: ['read'] } };
    draft.clients = { [name]: draft.clients![name]! };
    delete draft.hooks;
    change(draft);
  };

describe('a principal whose credential is a token of a client', () => {
  test('gets one for doctor and for a run, and neither prints it', async () => {
    const { code, report, printed, path } = await site.examined(withClient({ client: name }));
    expect(report.lines.find(({ id }) => id === 'principals/reader/token')?.message).toMatch(
      new RegExp(`^reader: ${name} got a token \\(client_credentials\\); it lives for \\d+ s, and the run renews it$`),
    );
    expect(report.lines.find(({ id }) => id === 'principals/reader')?.message).toBe('reader: listCounts accepts its credential');
    expect(code).toBe(0);
    expect(printed).not.toMatch(/mock_\w*token|ey[A-Z]/);
    const result = await runConformance({ configuration: path, only: ['credentials/valid'] });
    expect(result.requirements.map(({ id, outcome }) => [id, outcome])).toEqual([['credentials/valid', 'pass']]);
    expect(JSON.stringify(result.exchanges)).toContain('$AUTH_CONFORMANCE_READER');
  });

  test('that does not exist, or has no secret, is a mistake of the configuration', async () => {
    await expect(site.examined(withClient({ client: 'nobody' }))).rejects.toThrow(
      new RegExp(`principals\\.reader\\.secret\\.client: expected one of ${name}, got "nobody"`),
    );
    const bare = withClient({ client: name }, ({ clients }) => delete clients![name]!['clientSecret']);
    await expect(site.examined(bare)).rejects.toThrow(/has no clientSecret, so it gets no token by itself/);
  });

  test('whose refresh token is not live is named by its key', async () => {
    vi.stubEnv('OLD_REFRESH_TOKEN', 'refresh-token-of-last-year');
    const { code, bad, printed } = await site.examined(withClient({ client: name, refreshToken: { env: 'OLD_REFRESH_TOKEN' } }));
    expect(code).toBe(4);
    expect(bad['principals.reader.secret']).toMatchObject({
      message: `reader: no token: the token endpoint returned 400 (invalid_grant) to ${name}`,
      fix: expect.stringContaining('many servers accept each one only once'),
    });
    expect(printed).not.toContain('refresh-token-of-last-year');
  });
});
