import { expect, test } from 'vitest';
import { trustLines } from '../../cli/mock/trust.ts';

test('The ways to trust a CA name its file, and leave the names of variables alone', () => {
  const text = trustLines('/etc/mock/ca.pem').join('\n');
  expect(text).toContain('export NODE_EXTRA_CA_CERTS=/etc/mock/ca.pem');
  expect(text).toContain('curl --cacert /etc/mock/ca.pem …, or export CURL_CA_BUNDLE=/etc/mock/ca.pem');
  expect(text).toContain('security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain /etc/mock/ca.pem');
  expect(trustLines('/tmp/my dev/ca.pem')[1]).toContain('"/tmp/my dev/ca.pem"');
});
