import type { CheckResult } from '../../suites/result/result.ts';
import type { Body } from './body.ts';
import { literal } from './reading.ts';

/** A test of the handshake itself; undefined where a check is about something else. */
export function handshakeOf({ id, expected, reason = '' }: CheckResult): Body | undefined {
  const version = /\/(TLSv1(?:\.1)?)$/.exec(id)?.[1];
  const lines =
    expected === 'a certificate that verifies'
      ? [`expect(await handshake(target, { rejectUnauthorized: true }), ${literal(reason)}).toBeDefined();`]
      : expected === 'a refused handshake' && version !== undefined
        ? [
            '// This side allows what it offers, or the refusal would be its own.',
            `const old = { minVersion: '${version}', maxVersion: '${version}', ciphers: 'DEFAULT@SECLEVEL=0', rejectUnauthorized: false } as const;`,
            `expect(await handshake(target, old), ${literal(reason)}).toBeUndefined();`,
          ]
        : undefined;
  return lines && { lines, exchanges: [], senders: new Set(), waits: 0 };
}
