import { isToken68, malformedAuthorization, putAuthorization, takeAuthorization } from './authorization.ts';
import type { SchemeMethods } from './scheme.ts';

/** A user name and a password in the `Authorization` header; the credential is `user:password`. @see RFC 7617 §2 */
export const basicScheme: SchemeMethods = {
  kind: 'basic',
  put: (_scheme, carrier, credential) => putAuthorization(carrier, `Basic ${encode(credential)}`),
  take: (_scheme, carrier) => {
    const taken = takeAuthorization(carrier, 'Basic');
    if (taken.found !== 'credential') return taken;
    const credential = isToken68(taken.credential) ? decode(taken.credential) : undefined;
    if (credential === undefined) return malformedAuthorization('not-base64');
    return credential.includes(':') ? { found: 'credential', credential } : malformedAuthorization('no-colon');
  },
};

function encode(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

function decode(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0)!);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
