import { faults } from '../../mock/faults/faults.ts';
import { requirementNamed } from '../../spec/catalogue/client/client.ts';
import type { Explanation } from './explanation.ts';

/** `MUST, contract, critical`; or `SHOULD for this document (else MUST), contract`. */
export const labelOf = ({ id, level, score, severity }: Pick<Explanation, 'level' | 'score' | 'severity'> & { readonly id: string }) =>
  [
    levelWords(level, requirementNamed(id)?.level ?? level),
    score === 'contract' ? 'contract' : 'standard',
    ...(severity === 'critical' ? ['critical'] : []),
  ].join(', ');

const levelWords = (level: string, usual: string) => (level === usual ? level : `${level} for this document (else ${usual})`);

/** A heading for each topic. */
export const topicWords = {
  transport: 'HTTPS and TLS',
  credentials: 'accepting and rejecting credentials',
  address: 'address allowlists',
  limits: 'rate limits and the headers that report them',
  scopes: 'permissions of credentials',
  oauth: 'issuing, refreshing and revoking OAuth 2.0 tokens',
  whoami: 'the operation that returns the caller’s identity',
  errors: 'the format of responses and errors',
  http: 'general HTTP rules',
  bearer: 'error responses to bearer tokens',
  jwt: 'forged and altered JWTs',
  abuse: 'common attacks',
  client: 'what a client does with credentials, limits, redirects and tokens',
} as const;

/** A command that makes a requirement fail; `document` as in `run openapi.yaml`, or empty. */
export function faultCommand(id: string, fault: string, document = ''): string {
  const named = document === '' ? '' : ` ${document}`;
  return faults[fault]?.onlyInProcess
    ? `auth-conformance prove${named} --fault ${fault}`
    : `auth-conformance run${named} --target mock --only ${id} --fault ${fault}`;
}
