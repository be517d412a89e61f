import { SignJWT, type JWTPayload } from 'jose';
import type { Signing } from '../../../mock/state/jwt.ts';

/** A JWT that a client signs as the mock does. */
export function signatureOf({ algorithm, secret, issuer, audience }: Signing, claims: JWTPayload): Promise<string> {
  return new SignJWT({ scope: '', ...claims })
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setAudience(audience)
    .sign(new TextEncoder().encode(secret));
}
