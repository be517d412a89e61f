import type { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Listening, ListenOptions } from '../../../../mock/listeners/listening.ts';
import { bundledMock } from '../../mocks.ts';

let folder: string;
let open: Listening[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-conformance-ca-'));
  open = [];
});
afterEach(async () => {
  for (const listening of open) await listening.close();
  await rm(folder, { recursive: true, force: true });
});

async function listen(options: ListenOptions): Promise<Listening> {
  const listening = await bundledMock().listen({ controlPort: false, ...options });
  open.push(listening);
  return listening;
}

/** The certificate that a listener presents, verified with a CA. */
function presented({ url }: Listening, ca: string): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), ca, servername: 'localhost' }, () => {
      resolve(socket.getPeerX509Certificate()!);
      socket.destroy();
    }).on('error', reject);
  });
}

test('The CA of a folder is made once and used again; its key is for its owner alone, and not for Git', async () => {
  const place = join(folder, 'new', 'ca');
  const first = await listen({ tlsDir: place });
  const ca = await readFile(first.ca, 'utf8');
  const one = await presented(first, ca);
  const second = await listen({ tlsDir: place });
  expect(await readFile(second.ca, 'utf8')).toBe(ca);
  const two = await presented(second, ca);
  expect(two.serialNumber).not.toBe(one.serialNumber);
  expect((await stat(join(place, 'ca-key.pem'))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(place, '.gitignore'), 'utf8')).toBe('*\n');
  for (const listening of open.splice(0)) await listening.close();
  expect((await readdir(place)).toSorted()).toEqual(['.gitignore', 'ca-key.pem', 'ca.pem']);
});

test('The certificate is for this machine, containers, the documented hosts and further names', async () => {
  const listening = await listen({ names: ['api.test', '192.0.2.7', '2001:db8::1'] });
  const certificate = await presented(listening, await readFile(listening.ca, 'utf8'));
  for (const name of ['localhost', 'host.docker.internal', 'api.aimychats.com', 'api.test']) expect(certificate.checkHost(name)).toBe(name);
  for (const address of ['127.0.0.1', '::1', '192.0.2.7', '2001:db8::1']) expect(certificate.checkIP(address)).toBe(address);
  expect(certificate.checkHost('other.test')).toBeUndefined();
});

test('Half a CA, and the key of another one, are errors that name the files', async () => {
  await writeFile(join(folder, 'ca.pem'), 'x');
  await expect(listen({ tlsDir: folder })).rejects.toThrow(/expected .*ca\.pem and .*ca-key\.pem, found only one of them/);
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  await listen({ tlsDir: one });
  await listen({ tlsDir: two });
  await writeFile(join(one, 'ca-key.pem'), await readFile(join(two, 'ca-key.pem')));
  await expect(listen({ tlsDir: one })).rejects.toThrow('the key of the CA is that of another certificate');
});
