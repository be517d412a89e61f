/**
 * The connection to a server, step by step: name, port, certificate.
 *
 * @module
 */
import { lookup } from 'node:dns/promises';
import net from 'node:net';
import tls from 'node:tls';
import type { Secured, Survey } from './target.ts';
import { proxyFor, tunnelTo } from './proxy.ts';
import { troubleOf } from './trouble.ts';
import { endpointOf, schemeOf, tlsOptions, type Wire } from './wire.ts';

/**
 * Goes as far as it can, each step within the time of one exchange. Sends no request and never throws.
 *
 * @param origin - scheme, host and port
 */
export async function survey(origin: string, wire: Wire): Promise<Survey> {
  const { host, port } = endpointOf(origin);
  const isProxied = proxyFor(wire.proxy, origin) !== undefined;
  const found = isProxied ? [host] : await addressesOf(host, wire);
  if (typeof found === 'string') return { host, port, addresses: [], trouble: { stage: 'name', message: found } };
  const startedAt = wire.now();
  const socket = await (isProxied ? tunnelled(origin, wire) : connected(host, port, wire));
  if (typeof socket === 'string') return { host, port, addresses: found, trouble: { stage: 'port', message: socket } };
  const address = socket.remoteAddress ?? host;
  const reached: Survey = { host, port, addresses: found, connected: { address, milliseconds: wire.now() - startedAt } };
  if (schemeOf(origin) === 'http') {
    socket.destroy();
    return reached;
  }
  const secured = await securedOver(socket, host, wire);
  return typeof secured === 'string' ? { ...reached, trouble: { stage: 'tls', message: secured } } : { ...reached, secured };
}

/** Addresses, or why there are none. */
async function addressesOf(host: string, wire: Wire): Promise<readonly string[] | string> {
  if (net.isIP(host) !== 0) return [host];
  try {
    return (await within(lookup(host, { all: true }), wire)).map(({ address }) => address);
  } catch (error) {
    return troubleOf(error, wire.timeout).message;
  }
}

/** The result of the promise; rejects after the time of one exchange. */
function within<T>(promise: Promise<T>, { timeout }: Wire): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' })), timeout);
    void promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** An open connection, or why there is none. */
function connected(host: string, port: number, wire: Wire): Promise<net.Socket | string> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const failed = (error: unknown) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(troubleOf(error, wire.timeout).message);
    };
    const timer = setTimeout(() => failed({ code: 'ETIMEDOUT' }), wire.timeout);
    socket.on('error', failed);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

/** A tunnel through the proxy, or why there is none. */
function tunnelled(origin: string, wire: Wire): Promise<net.Socket | string> {
  return tunnelTo(origin, wire).then(
    (socket) => socket!,
    (error: unknown) => troubleOf(error, wire.timeout).message,
  );
}

/** The result of the handshake, or why there was none. */
function securedOver(socket: net.Socket, host: string, wire: Wire): Promise<Secured | string> {
  return new Promise((resolve) => {
    const finish = (outcome: Secured | string) => {
      clearTimeout(timer);
      secure.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => finish(`no TLS handshake within ${wire.timeout / 1000} s`), wire.timeout);
    const secure = tls.connect({
      socket,
      ...tlsOptions(wire, host),
      // An untrusted certificate is reported, and does not end the handshake. Nothing is sent over this connection.
      rejectUnauthorized: false,
    });
    secure.on('error', (error) => finish(troubleOf(error, wire.timeout).message));
    secure.on('close', () => finish('the connection was closed during the TLS handshake'));
    secure.on('secureConnect', () => finish(presentedBy(secure, host)));
  });
}

function presentedBy(secure: tls.TLSSocket, host: string): Secured {
  const certificate = secure.getPeerCertificate();
  const names = (certificate.subjectaltname ?? '').split(', ').map((name) => name.replace(/^(?:DNS|IP Address):/, ''));
  const namesHost = tls.checkServerIdentity(host, certificate) === undefined;
  // Node reports a wrong host as an authorization error too; `namesHost` covers that.
  const error: unknown = secure.authorizationError;
  const reason = error instanceof Error ? error.message : typeof error === 'string' ? error : undefined;
  return {
    protocol: secure.getProtocol() ?? 'TLS',
    ...(!secure.authorized && reason !== undefined && !/ALTNAME/.test(reason) && { distrust: reason }),
    namesHost,
    names: names.filter((name) => name !== '').join(', ') || single(certificate.subject?.CN) || 'nobody',
    issuer: single(certificate.issuer?.CN) || single(certificate.issuer?.O) || 'an authority without a name',
    validFrom: Date.parse(certificate.valid_from),
    validUntil: Date.parse(certificate.valid_to),
  };
}

const single = (name: string | readonly string[] | undefined) => (typeof name === 'string' ? name : (name?.[0] ?? ''));
