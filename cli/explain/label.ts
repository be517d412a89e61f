import { faults } from '../../mock/faults/faults.ts';
import type { Explanation } from './explanation.ts';

/** `MUST, contract, critical`. */
export const labelOf = ({ level, score, severity }: Pick<Explanation, 'level' | 'score' | 'severity'>) =>
  [level, score === 'contract' ? 'contract' : 'standard', ...(severity === 'critical' ? ['critical'] : [])].join(', ');

/** What each topic is about, for a heading. */
export const topicWords = {
  transport: 'HTTPS, and nothing else',
  credentials: 'who is let in, and how the others are refused',
  address: 'from where a credential may be used',
  limits: 'how much each plan may ask for, and what tells so',
  scopes: 'what a credential may do',
  oauth: 'how OAuth 2.0 tokens are asked for, given, renewed and ended',
  whoami: 'the operation that tells a caller who it is',
  errors: 'the shape of answers and errors',
  http: 'what HTTP asks of every server',
  bearer: 'what a refused bearer token is told',
  jwt: 'tokens that can be read, and must not be written, by anybody',
  abuse: 'what an attacker with a browser, an account or patience tries',
} as const;

/** What makes a requirement red, to be typed in; `document` as in `run openapi.yaml`, or empty. */
export function faultCommand(id: string, fault: string, document = ''): string {
  const named = document === '' ? '' : ` ${document}`;
  return faults[fault]?.onlyInProcess
    ? `auth-conformance prove${named} --fault ${fault}`
    : `auth-conformance run${named} --target mock --only ${id} --fault ${fault}`;
}
