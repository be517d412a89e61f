import type { TlsOptions } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { handshake } from '../../../suites/http/handshake.ts';
import { misconducts, serve, type Served } from '../../support/servers.ts';

const old: TlsOptions = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };

async function listening(options: Parameters<typeof serve>[1] = {}): Promise<Served> {
  const served = await serve((socket) => void socket.resume(), options);
  onTestFinished(() => served.close());
  return served;
}

const wireTo = ({ ca }: Served, insecure = false) => ({ ca, insecure, timeout: 500, now: Date.now });

test.for(['TLSv1', 'TLSv1.1'] as const)(
  '%s is negotiated with a server that offers it: a rejection is the server’s own',
  async (version) => {
    const served = await listening({ tls: old });
    expect(await handshake(served.https, wireTo(served), version)).toEqual({ agreed: true, protocol: version });
  },
);

test.for(['TLSv1', 'TLSv1.1'] as const)('%s is not negotiated with a server that does not offer it', async (version) => {
  const served = await listening({ tls: { minVersion: 'TLSv1.2' } });
  expect(await handshake(served.https, wireTo(served), version)).toMatchObject({ agreed: false, trouble: { kind: 'tls' } });
});

test('a current version is negotiated with a trusted server', async () => {
  const served = await listening();
  expect(await handshake(served.https, wireTo(served))).toEqual({ agreed: true, protocol: 'TLSv1.3' });
});

test('nothing is negotiated with an untrusted server, unless that is allowed', async () => {
  const served = await listening();
  const { ca: _, ...blind } = wireTo(served);
  expect(await handshake(served.https, blind)).toMatchObject({ agreed: false, trouble: { kind: 'tls' } });
  expect(await handshake(served.https, { ...blind, insecure: true })).toMatchObject({ agreed: true });
});

test('nothing is negotiated with a server that hangs, closes, sends garbage or is not there', async () => {
  const kinds = { hangs: 'timeout', closes: 'closed', 'sends garbage': 'tls' } as const;
  for (const name of ['hangs', 'closes', 'sends garbage'] as const) {
    const served = await serve(misconducts[name], { beforeTls: true });
    expect(await handshake(served.https, wireTo(served))).toMatchObject({ agreed: false, trouble: { kind: kinds[name] } });
    await served.close();
    // No test listens on a system port, while that of a closed server may be another's by now.
    const nowhere = await handshake('https://127.0.0.1:1', wireTo(served));
    expect(nowhere).toMatchObject({ agreed: false, trouble: { kind: 'refused' } });
  }
});
