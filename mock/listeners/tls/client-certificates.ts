import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import type { PrincipalState } from '../../../spec/principals.ts';
import type { ServedMock } from '../../mock.ts';
import { usualScheme, type MintShape } from '../../state/shape.ts';
import { createClientAuthority } from './certificate.ts';
import type { ClientCertificates } from '../listening.ts';
import { peerCertificates, type PeerCertificates } from './peer-certificate.ts';

/** How an HTTPS listener asks for client certificates. */
export interface ClientCertificateRequests {
  readonly certificateOf: PeerCertificates;
  readonly context: Pick<TlsOptions, 'ca'>;
  /** Every connection is let in, with a certificate or without: the gates decide for each operation. */
  readonly request: Pick<TlsOptions, 'requestCert' | 'rejectUnauthorized'>;
}

/** Asks for certificates that a CA has issued. */
export function clientCertificateRequests(authority: string): ClientCertificateRequests {
  return {
    certificateOf: peerCertificates(authority),
    context: { ca: authority },
    request: { requestCert: true, rejectUnauthorized: false },
  };
}

/** What issues client certificates. */
export interface ClientCertificateIssuer {
  /** The certificate of the CA, as PEM. */
  readonly authority: string;
  readonly files: ClientCertificates;
  /** The certificate of a minted credential as PEM, the key in front; the credential itself if its scheme is another. */
  issue(credential: string, shape: MintShape): Promise<string>;
}

const lifeOf = (state: PrincipalState | undefined) => (state === 'expired' ? 'expired' : 'valid');

/** A test CA of clients, with a file for each principal that has a certificate; undefined if no operation requires one. */
export async function createClientCertificates(
  mock: ServedMock,
  now: number,
  folder: () => Promise<string>,
): Promise<ClientCertificateIssuer | undefined> {
  const asked = new Set(
    mock.contract.operations.flatMap(({ security }) => security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme))),
  );
  const schemes = new Set(
    mock.contract.schemes.filter(({ name, kind }) => kind === 'certificate' && asked.has(name)).map(({ name }) => name),
  );
  if (schemes.size === 0) return undefined;
  const authority = await createClientAuthority(now);
  const place = join(await folder(), 'clients');
  await mkdir(place);
  const ca = join(place, 'ca.pem');
  await writeFile(ca, authority.ca);
  const certificates: { [principal: string]: string } = {};
  for (const [name, { scheme, secret, state }] of Object.entries(mock.principals)) {
    if (!schemes.has(scheme)) continue;
    const file = join(place, `${encodeURIComponent(name)}.pem`);
    await writeFile(file, await authority.issue(secret, lifeOf(state)), { mode: 0o600 });
    certificates[name] = file;
  }
  return {
    authority: authority.ca,
    files: { ca, certificates },
    async issue(credential, { scheme = usualScheme(mock.contract), state }) {
      return schemes.has(scheme) ? authority.issue(credential, lifeOf(state)) : credential;
    },
  };
}
