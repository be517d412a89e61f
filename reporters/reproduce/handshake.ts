import type { CheckResult } from '../../suites/result/result.ts';
import type { Body } from './body.ts';
import { literal } from './values/reading.ts';

/** A test of the TLS handshake; undefined if the check is about something else. */
export function handshakeOf({ mismatch, reason = '' }: CheckResult): Body | undefined {
  const lines =
    mismatch?.expected.kind === 'condition' ? linesFor(mismatch.expected.condition, mismatch.details?.['version'], reason) : undefined;
  return lines && { lines, exchanges: [], senders: new Set(), waits: 0 };
}

function linesFor(condition: string, version: string | number | undefined, reason: string): readonly string[] | undefined {
  if (condition === 'certificate-verifies')
    return [`expect(await handshake(target, { rejectUnauthorized: true }), ${literal(reason)}).toBeDefined();`];
  if (condition !== 'handshake-is-rejected' || (version !== 'TLSv1' && version !== 'TLSv1.1')) return undefined;
  return [
    '// The client has to allow the old version: otherwise the client would reject it, and not the server.',
    `const old = { minVersion: '${version}', maxVersion: '${version}', ciphers: 'DEFAULT@SECLEVEL=0', rejectUnauthorized: false } as const;`,
    `expect(await handshake(target, old), ${literal(reason)}).toBeUndefined();`,
  ];
}
