import type { Contract, Scheme } from '../contract.ts';

/** Whether the credentials of a scheme may have an end: a password has none. */
export const mayExpire = ({ kind }: Pick<Scheme, 'kind'>): boolean => kind !== 'basic' && kind !== 'digest' && kind !== 'unsupported';

/** Whether an operation takes credentials that may have an end. */
export function takesExpiring({ operations, schemes }: Pick<Contract, 'operations' | 'schemes'>): boolean {
  const expiring = new Set(schemes.filter(mayExpire).map(({ name }) => name));
  return operations.some(({ security }) => security.some(({ requirements }) => requirements.some(({ scheme }) => expiring.has(scheme))));
}
