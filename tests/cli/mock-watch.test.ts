import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, start } from '../support/command.ts';

const document = `openapi: 3.1.0
info: { title: One, version: "1" }
servers: [{ url: "https://api.example/v1" }]
security: [{ Key: [] }]
components: { securitySchemes: { Key: { type: http, scheme: bearer } } }
paths:
  /things: { $ref: parts/things.yaml }
`;
const things = (word: string) => `get:
  operationId: listThings
  responses: { '200': { description: All., content: { application/json: { example: [${word}] } } } }
`;
const overlay = (limit: string) => `overlay: 1.0.0
info: { title: Limits, version: "1" }
actions: [{ target: $, update: { x-auth-conformance: { plans: { free: { limits: [${limit}] } } } } }]
`;
const ports = ['--port', '0', '--http-port', '0', '--control-port', '0', '--plain'];

interface Ready {
  readonly httpUrl: string;
  readonly control: { readonly url: string; readonly token: string };
  readonly principals: object;
}

test(
  'mock --watch serves a changed document, file or overlay, keeps its state, and the document before a broken one',
  { timeout: 60_000 },
  async () => {
    const { folder, remove } = await folderWith({ 'openapi.yaml': document, 'limits.yaml': overlay('9/day') });
    await mkdir(join(folder, 'parts'));
    await writeFile(join(folder, 'parts/things.yaml'), things('old'));
    const command = start(['mock', 'openapi.yaml', '--overlay', 'limits.yaml', '--watch', '--json', ...ports], { folder });
    const { httpUrl, control }: Ready = JSON.parse(await command.seen('stdout', /\n/));
    const manage = async (path: string, body?: object) => {
      const init = body && { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(control.url + path, { ...init, headers: { Authorization: `Bearer ${control.token}` } });
      return answer.json();
    };
    const { credential } = await manage('/mint', {});
    await manage('/clock', { advance: '1h' });
    const list = async (base = httpUrl) => (await fetch(`${base}/things`, { headers: { Authorization: `Bearer ${credential}` } })).text();
    expect(await list()).toBe('["old"]');

    await writeFile(join(folder, 'parts/things.yaml'), things('new'));
    await command.seen('stderr', /Reloaded: One 1, 1 operation\n/);
    expect(await list()).toBe('["new"]');

    await writeFile(join(folder, 'openapi.yaml'), document.replace('[{ Key', '[{ Key: [] }, { Nothing'));
    await command.seen('stderr', /Nothing[^\n]* \(openapi\.yaml:4:\d+\)[^]*\nNot reloaded: the mock serves the document as it was\n/m);
    expect(await list()).toBe('["new"]');

    // As editors save: another file takes its place.
    await writeFile(join(folder, 'new.yaml'), document.replace('One', 'Two').replace('/v1', '/v2'));
    await rename(join(folder, 'new.yaml'), join(folder, 'openapi.yaml'));
    await command.seen('stderr', /Reloaded: Two 1/);
    const lines = await command.seen('stdout', /"http:[^"]*\/v2"/);
    const again: Ready = JSON.parse(lines.trim().split('\n').at(-1)!);
    expect(await list(again.httpUrl)).toBe('["new"]');

    await writeFile(join(folder, 'limits.yaml'), overlay('20/day'));
    await command.seen('stderr', /(?:Reloaded[^]*){3}/);
    const { quotas } = await manage('/quotas');
    expect(
      quotas.find(({ principals }: { readonly principals: readonly string[] }) => principals[0]?.startsWith('minted')).windows,
    ).toMatchObject([{ limit: 20, remaining: 16 }]);
    expect((await manage('/journal')).entries).toHaveLength(4);
    expect((await manage('/clock')).now - Date.now() / 1000).toBeGreaterThan(3500);

    command.process.kill('SIGTERM');
    expect(await command.ended).toMatchObject({ code: 0 });
    await remove();
  },
);

test('A broken document at the start of mock --watch is an error', async () => {
  const { folder, remove } = await folderWith({ 'openapi.yaml': 'openapi: [' });
  const { ended } = start(['mock', 'openapi.yaml', '--watch', ...ports], { folder });
  expect(await ended).toMatchObject({
    code: 2,
    lastLine: expect.stringMatching(/^exit 2: .* \(openapi\.yaml:1:11\) \[document\/syntax\]$/),
  });
  await remove();
});

test('The announcement of mock --watch is followed by its new lines only', { timeout: 60_000 }, async () => {
  const { folder, remove } = await folderWith({ 'openapi.yaml': document.replace('{ $ref: parts/things.yaml }', '{}') });
  const command = start(['mock', 'openapi.yaml', '--watch', '--quiet', ...ports], { folder });
  await command.seen('stdout', /Press Ctrl-C/);
  await writeFile(
    join(folder, 'openapi.yaml'),
    `${document.replace('{ $ref: parts/things.yaml }', '{}')}x-auth-conformance: { accounts: { shop: {} }, principals: { clerk: { account: shop } } }\n`,
  );
  await command.seen('stderr', /Reloaded/);
  const text = await command.seen('stdout', /clerk/);
  expect(text.match(/Press/g)).toHaveLength(1);
  command.process.kill('SIGINT');
  expect(await command.ended).toMatchObject({ code: 0 });
  await remove();
});
