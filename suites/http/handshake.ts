import tls from 'node:tls';
import type { Handshake } from './target.ts';
import { tunnelTo } from './proxy.ts';
import { troubleOf } from './trouble.ts';
import { endpointOf, tlsOptions, type Wire } from './wire.ts';

/**
 * One TLS handshake. For old versions, this side lowers its own security level and does not verify: otherwise the rejection would be its own.
 *
 * @param origin - scheme, host and port
 * @param version - the only version to offer; if absent, the default ones with verification
 */
export async function handshake(origin: string, wire: Wire, version?: 'TLSv1' | 'TLSv1.1'): Promise<Handshake> {
  const { host, port } = endpointOf(origin);
  const tunnel = await tunnelTo(origin, wire).catch((error: unknown) => ({ trouble: troubleOf(error, wire.timeout) }));
  if (tunnel && 'trouble' in tunnel) return { agreed: false, trouble: tunnel.trouble };
  return new Promise((resolve) => {
    const finish = (outcome: Handshake) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => finish({ agreed: false, trouble: troubleOf({ code: 'ETIMEDOUT' }, wire.timeout) }), wire.timeout);
    const socket = tls.connect({
      ...(tunnel ? { socket: tunnel } : { host, port }),
      ...tlsOptions(wire, host),
      ...(version !== undefined && { rejectUnauthorized: false, minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' }),
    });
    socket.on('secureConnect', () => finish({ agreed: true, protocol: socket.getProtocol() ?? 'TLS' }));
    socket.on('error', (error) => finish({ agreed: false, trouble: troubleOf(error, wire.timeout) }));
    socket.on('close', () =>
      finish({ agreed: false, trouble: { kind: 'closed', message: 'the connection was closed during the handshake' } }),
    );
  });
}
