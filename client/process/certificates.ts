import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority } from '../../mock/listeners/tls/certificate.ts';
import type { ListenerTraits } from '../../mock/engine/parts.ts';

/** The paths of PEM files. */
export interface CertificateFiles {
  readonly tlsCert: string;
  readonly tlsKey: string;
}

/** The certificates of all scenarios of a run; one authority issues them. */
export interface Certificates {
  /** The path of the authority's certificate. */
  readonly ca: string;
  /** The files of a certificate, made when it is asked for. */
  files(kind: ListenerTraits['certificate']): Promise<CertificateFiles>;
}

/** Creates an authority, and keeps its certificates in a folder. */
export async function createCertificates(folder: string, now: number): Promise<Certificates> {
  const authority = await createAuthority(now);
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, authority.ca);
  const made = new Map<string, Promise<CertificateFiles>>();
  const make = async (kind: ListenerTraits['certificate']) => {
    const { cert, key } = await authority.identity(kind);
    const files = { tlsCert: join(folder, `${kind}.pem`), tlsKey: join(folder, `${kind}.key`) };
    await Promise.all([writeFile(files.tlsCert, cert), writeFile(files.tlsKey, key, { mode: 0o600 })]);
    return files;
  };
  return {
    ca,
    async files(kind) {
      const files = made.get(kind) ?? make(kind);
      made.set(kind, files);
      return files;
    },
  };
}
