import { createServer } from 'node:net';
import type { SourceAddresses } from '../../suites/engine/settings.ts';

/** The source address of requests to a target. Known for loopback only; elsewhere a proxy or NAT may change it. */
export async function callingAddress({ hostname }: URL): Promise<SourceAddresses | undefined> {
  if (hostname === '[::1]') return { usual: '::1', choices: ['::1'], mapped: false };
  if (!/^127(?:\.\d+){3}$/.test(hostname)) return undefined;
  // Linux has all of 127.0.0.0/8; other systems only have configured addresses.
  const choices = (await hasAddress('127.0.0.2')) ? ['127.0.0.0/8'] : ['127.0.0.1'];
  return { usual: '127.0.0.1', choices, mapped: false };
}

function hasAddress(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, address, () => server.close(() => resolve(true)));
  });
}
