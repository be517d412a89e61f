import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { withAccessLog } from './operating/access-log.ts';
import { bind } from './bind.ts';
import { createAuthority, type KeptAuthority } from './certificate.ts';
import { createClientCertificates } from './client-certificates.ts';
import { createConnections } from './connections.ts';
import { createControl } from './control.ts';
import { createDraining } from './operating/draining.ts';
import { createCounts } from './operating/health.ts';
import type { ServedMock } from '../mock.ts';
import { createHttp1 } from './http1.ts';
import { createHttp2 } from './http2.ts';
import { listenerLimits, type ListenerLimits } from './limits.ts';
import type { ListenerTraits } from '../engine/parts.ts';
import type { Listening, ListenOptions } from './listening.ts';

/** The certificates: from the given files, or from a CA that is kept in a folder, or created in a temporary one. */
async function identities(mock: ServedMock, options: ListenOptions, folder: () => Promise<string>) {
  const { tlsCert, tlsKey, tlsDir, names = [] } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new Error(
      `listen: expected a certificate and its key, got only the ${tlsCert === undefined ? 'key' : 'certificate'}; pass both or neither`,
    );
  }
  if (tlsCert !== undefined && tlsKey !== undefined) {
    const given = { cert: await readFile(tlsCert, 'utf8'), key: await readFile(tlsKey, 'utf8') };
    return { ca: tlsCert, identity: async () => given };
  }
  const place = tlsDir ?? (await folder());
  const [ca, caKey] = [join(place, 'ca.pem'), join(place, 'ca-key.pem')];
  const kept = tlsDir === undefined ? undefined : await keptAuthority(ca, caKey);
  const documented = mock.contract.servers.flatMap(({ host }) => (host === '' ? [] : [host.replace(/:\d+$/, '')]));
  const authority = await createAuthority(Date.now(), [hostname(), 'host.docker.internal', ...documented, ...names], kept);
  if (!kept) {
    await mkdir(place, { recursive: true });
    await writeFile(ca, authority.ca);
    if (tlsDir !== undefined) {
      await writeFile(caKey, authority.key, { mode: 0o600 });
      await writeFile(join(place, '.gitignore'), '*\n');
    }
  }
  return {
    ca,
    identity: (certificate: ListenerTraits['certificate']) => authority.identity(certificate),
  };
}

/** The CA of a folder; undefined if there is none yet. @throws {Error} if only one of its files is there */
async function keptAuthority(ca: string, key: string): Promise<KeptAuthority | undefined> {
  const [certificate, privateKey] = await Promise.all([ca, key].map((file) => readFile(file, 'utf8').catch(() => undefined)));
  if (certificate === undefined && privateKey === undefined) return undefined;
  if (certificate !== undefined && privateKey !== undefined) return { ca: certificate, key: privateKey };
  throw new Error(`listen: expected ${ca} and ${key}, found only one of them; remove it, or name another folder`);
}

/** A temporary folder that is created when it is needed. */
function temporaryFolder() {
  let made: Promise<string> | undefined;
  return {
    folder: () => (made ??= mkdtemp(join(tmpdir(), 'auth-conformance-'))),
    async discard() {
      if (made) await rm(await made, { recursive: true, force: true });
    },
  };
}

function contextOf(traits: ListenerTraits, { key, cert }: { readonly key: string; readonly cert: string }): SecureContextOptions {
  const old = traits.minimumVersion !== 'TLSv1.2';
  // OpenSSL 3 supports old TLS versions only at the lowest security level.
  return { key, cert, minVersion: traits.minimumVersion, ...(old && { ciphers: 'DEFAULT@SECLEVEL=0' }) };
}

/** Closes the connection if the headers do not arrive in one piece. */
function cutShort(socket: TLSSocket): void {
  socket.once('data', (bytes: Buffer) => {
    if (!bytes.includes('\r\n\r\n')) socket.destroy();
  });
}

/** The most connections of the control listener. */
const controlConnections = 16;

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host);

/**
 * Starts the listeners: HTTPS with HTTP/1.1 and HTTP/2, plain HTTP, and the control listener.
 *
 * @throws Error when a port cannot be bound or a certificate cannot be read.
 */
export async function listen(served: ServedMock, options: ListenOptions = {}, limits: ListenerLimits = listenerLimits): Promise<Listening> {
  const { host = '127.0.0.1', port = 0, httpPort = 0, controlPort = 0, controlHost = '127.0.0.1', controlToken, log } = options;
  const mock = log === undefined ? served : withAccessLog(served, log);
  const counts = createCounts();
  let isDraining = false;
  const { folder, discard } = temporaryFolder();
  const { ca, identity } = await identities(mock, options, folder);
  const clients = await createClientCertificates(mock, Date.now(), folder);
  const closers: (() => Promise<void>)[] = [discard];
  const close = async () => void (await Promise.all(closers.map((closer) => closer())));
  try {
    const connections = createConnections(limits.connections, (status) => counts.count('https', status));
    const certificateOf = clients?.certificateOf;
    const http1 = createHttp1(mock, { secure: true, certificateOf }, limits, connections.served);
    // Node checks the times of connections only while a server listens, and this one gets its sockets from another.
    http1.emit('listening');
    const http2 = createHttp2(mock, limits, connections.served, certificateOf);
    const context = async () => ({ ...contextOf(mock.traits(), await identity(mock.traits().certificate)), ...clients?.context });
    const protocols = { ALPNProtocols: ['h2', 'http/1.1'], noDelay: true, handshakeTimeout: limits.handshakeMs, ...clients?.request };
    const tls = createTlsServer({ ...(await context()), ...protocols }, (socket: TLSSocket) => {
      const old = socket.alpnProtocol !== 'h2';
      (old ? http1 : http2).emit('connection', socket);
      // After the server, which emits the data again for a second listener.
      if (old && mock.traits().reads === 'what-comes-first') cutShort(socket);
    });
    tls.on('tlsClientError', (_, socket) => socket.destroy());
    const secure = await bind(tls, port, host, connections);
    closers.push(
      () => secure.close(),
      async () => void http1.close(),
      async () => void http2.close(),
    );
    const plainConnections = createConnections(limits.plainConnections, (status) => counts.count('http', status));
    const unguarded = createHttp1(mock, { secure: false }, limits, plainConnections.served);
    unguarded.prependListener('connection', (socket) => mock.traits().plain === 'answered' || socket.destroy());
    const plain = await bind(unguarded, httpPort, host, plainConnections);
    closers.push(() => plain.close());
    const draining = createDraining([http1, unguarded], http2);
    closers.push(async () => draining.end());
    const { basePath } = mock.contract;
    const urls = {
      url: `https://${bracketed(host)}:${secure.port}${basePath}`,
      httpUrl: `http://${bracketed(host)}:${plain.port}${basePath}`,
      ca,
      ...(clients && { clientCertificates: clients.files }),
      async drain(mostMs: number) {
        isDraining = true;
        draining.begin();
        await Promise.all([secure.drain(mostMs), plain.drain(mostMs)]);
      },
      close,
    };
    const renew = async () => tls.setSecureContext(await context());
    mock.watch?.(() => void renew());
    if (controlPort === false) return urls;
    const control = createControl(mock, controlToken, {
      changed: renew,
      issue: clients?.issue,
      health: { ready: () => !isDraining && mock.ready?.() !== false, counts },
      hooks: options.hooks,
    });
    const bound = await bind(control.server, controlPort, controlHost, createConnections(controlConnections));
    closers.push(() => bound.close());
    return { ...urls, control: { url: `http://${bracketed(controlHost)}:${bound.port}`, token: control.token } };
  } catch (cause) {
    await close();
    throw cause;
  }
}
