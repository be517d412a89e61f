import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ListenerTraits } from '../../engine/parts.ts';
import type { ServedMock } from '../../mock.ts';
import { createAuthority, type KeptAuthority } from './certificate.ts';
import type { ListenOptions } from '../listening.ts';

/** What HTTPS listeners show their clients: one certificate, or those of a test CA. Plain data, so that several processes can have the same. */
export type Identities =
  | { readonly kind: 'given'; readonly cert: string; readonly key: string }
  | { readonly kind: 'authority'; readonly authority: KeptAuthority; readonly names: readonly string[] };

/**
 * The certificates of a mock: from the given files, or from a CA that is kept in a folder, or created in a temporary one.
 *
 * @returns `ca` is the path of the certificate that clients must trust
 * @throws Error if only one of two files that belong together is there
 */
export async function prepareIdentities(
  mock: ServedMock,
  options: ListenOptions,
  folder: () => Promise<string>,
): Promise<{ readonly ca: string; readonly identities: Identities }> {
  const { tlsCert, tlsKey, tlsDir, names: further = [] } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new Error(
      `listen: expected a certificate and its key, got only the ${tlsCert === undefined ? 'key' : 'certificate'}; pass both or neither`,
    );
  }
  if (tlsCert !== undefined && tlsKey !== undefined) {
    return { ca: tlsCert, identities: { kind: 'given', cert: await readFile(tlsCert, 'utf8'), key: await readFile(tlsKey, 'utf8') } };
  }
  const place = tlsDir ?? (await folder());
  const [ca, caKey] = [join(place, 'ca.pem'), join(place, 'ca-key.pem')];
  const kept = tlsDir === undefined ? undefined : await keptAuthority(ca, caKey);
  const documented = mock.contract.servers.flatMap(({ host }) => (host === '' ? [] : [host.replace(/:\d+$/, '')]));
  const names = [hostname(), 'host.docker.internal', ...documented, ...further];
  const authority = kept ?? (await createAuthority(Date.now(), names));
  if (!kept) {
    await mkdir(place, { recursive: true });
    await writeFile(ca, authority.ca);
    if (tlsDir !== undefined) {
      await writeFile(caKey, authority.key, { mode: 0o600 });
      await writeFile(join(place, '.gitignore'), '*\n');
    }
  }
  return { ca, identities: { kind: 'authority', authority: { ca: authority.ca, key: authority.key }, names } };
}

/** The certificate of a listener with its key, as its traits want it. */
export type IdentityFor = (certificate: ListenerTraits['certificate']) => Promise<{ readonly cert: string; readonly key: string }>;

/** What issues the certificates of a listener. @throws Error if the key of the CA is that of another certificate */
export async function identityFor(identities: Identities): Promise<IdentityFor> {
  if (identities.kind === 'given') return async () => identities;
  const authority = await createAuthority(Date.now(), identities.names, identities.authority);
  return (certificate) => authority.identity(certificate);
}

/** The CA of a folder; undefined if there is none yet. @throws {Error} if only one of its files is there */
async function keptAuthority(ca: string, key: string): Promise<KeptAuthority | undefined> {
  const [certificate, privateKey] = await Promise.all([ca, key].map((file) => readFile(file, 'utf8').catch(() => undefined)));
  if (certificate === undefined && privateKey === undefined) return undefined;
  if (certificate !== undefined && privateKey !== undefined) return { ca: certificate, key: privateKey };
  throw new Error(`listen: expected ${ca} and ${key}, found only one of them; remove it, or name another folder`);
}
