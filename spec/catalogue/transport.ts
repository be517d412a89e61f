import { pointers } from './pointers.ts';
import { promised, standard } from './requirement.ts';

export const transport = {
  'transport/plain-http-is-refused': promised(
    'transport',
    'MUST',
    'A request over plain HTTP is refused before it is authenticated, and neither served nor redirected.',
    pointers.servers,
    { critical: true },
  ),
  'transport/plain-http-refusal-has-the-documented-body': promised(
    'transport',
    'MUST',
    'The refusal of plain HTTP has the documented media type and a body that its schema allows.',
    pointers.insecure,
  ),
  'transport/plain-http-refusal-has-the-documented-message': promised(
    'transport',
    'SHOULD',
    'The refusal of plain HTTP is worded as the documented example.',
    pointers.insecure,
  ),
  'transport/plain-http-refusal-has-the-documented-status': promised(
    'transport',
    'MUST',
    'The refusal of plain HTTP has the documented status.',
    pointers.insecure,
    { assumption: '/rejections/insecure/status' },
  ),
  'transport/certificate-is-valid': promised(
    'transport',
    'MUST',
    'HTTPS is served with a certificate that a verifying client accepts.',
    pointers.servers,
  ),
  'transport/old-tls-is-refused': standard('transport', 'MUST', 'TLS 1.0 and TLS 1.1 are not negotiated.', 'RFC 8996 §4, §5'),
} as const;
