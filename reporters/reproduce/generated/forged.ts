/** The function of generated files that forges tokens as the suites do. */
export const forged = `/** A forged token, made from a valid JWT without its key. @see RFC 8725 §2 */
function forged(token: string, how: string): string {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const changed = (part: string, changes: object) =>
    Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(part, 'base64url').toString()), ...changes })).toString('base64url');
  const middle = Math.floor(signature.length / 2);
  const forgeries: { readonly [name: string]: () => string } = {
    none: () => \`\${changed(header, { alg: 'none' })}.\${claims}.\`,
    'none-in-other-letters': () => \`\${changed(header, { alg: 'nOnE' })}.\${claims}.\`,
    'empty-signature': () => \`\${header}.\${claims}.\`,
    'no-signature': () => \`\${header}.\${claims}\`,
    'added-claim': () => \`\${header}.\${changed(claims, { 'auth-conformance': true })}.\${signature}\`,
    'other-audience': () => \`\${header}.\${changed(claims, { aud: 'https://other.auth-conformance.example' })}.\${signature}\`,
    'later-end': () => \`\${header}.\${changed(claims, { exp: Math.round(Date.now() / 1000) + 31_536_000 })}.\${signature}\`,
    'changed-signature': () => \`\${header}.\${claims}.\${signature.slice(0, middle)}\${signature[middle] === 'A' ? 'B' : 'A'}\${signature.slice(middle + 1)}\`,
    'guessable-key': () => {
      const text = \`\${changed(header, { alg: 'HS256' })}.\${claims}\`;
      return \`\${text}.\${crypto.createHmac('sha256', 'secret').update(text).digest('base64url')}\`;
    },
    'embedded-key': () => {
      const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const text = \`\${changed(header, { alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) })}.\${claims}\`;
      return \`\${text}.\${crypto.sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}\`;
    },
  };
  const forge = forgeries[how];
  if (!forge || signature === '') throw new Error(\`expected a JWT and a known kind of forgery, got \${how}\`);
  return forge();
}`;
