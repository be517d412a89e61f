import type { scopes as rows } from '../../../spec/catalogue/scopes.ts';
import type { Contract, Operation } from '../../../spec/contract.ts';
import { expectStatus, hasWords, replyOf } from '../../expectations/answer.ts';
import { unchanged } from '../../expectations/unchanged.ts';
import { absent } from '../../engine/judge.ts';
import { isScoped } from '../../engine/scenario.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { describes, inconclusive, operationIn, type Check, type Law } from '../../engine/check.ts';
import { documentedBody, documentedWords, refusalsOf } from '../../expectations/refusals.ts';
import type { Shot, Take } from '../../engine/evidence.ts';

const forbidden = (operation: Operation) => operation.forbidden;
const scoped = (contract: Contract) => contract.operations.some(isScoped) || 'no operation of the document asks for a scope';
const describedScoped = (contract: Contract, what: string) => {
  const scopedAtAll = scoped(contract);
  return scopedAtAll === true ? describes(refusalsOf(contract.operations.filter(isScoped), forbidden), what) : scopedAtAll;
};

/** Allowed by a scope that the principal holds, or only by one that it implies. */
const allowed =
  (directly: boolean) =>
  (shot: Shot, { contract, roster }: Pick<Law, 'contract' | 'roster'>) => {
    if (shot.variant !== 'allowed') return false;
    const operation = operationIn(contract, shot)!;
    if (!isScoped(operation)) return false;
    if (shot.principal === undefined) return directly;
    return (
      roster.directly(
        roster.actors.find(({ name }) => name === shot.principal)!,
        operation,
      ) === directly
    );
  };

const notRefused = ({ probes: [probe], shot }: Take, { contract }: Law) => {
  const operation = operationIn(contract, shot)!;
  const { status } = replyOf(probe);
  if (status === 401 || status === 403) {
    return [
      {
        reason: 'refused although its scopes allow it',
        where: '$statusCode',
        expected: String(operation.success.status),
        actual: String(status),
      },
    ];
  }
  if (operation.assumed && (status === 404 || status === 405)) return absent(operation.id);
  return isSuccess({ reply: replyOf(probe) })
    ? []
    : inconclusive(`answered with ${status}: neither served nor refused for want of a scope`);
};

export const scopes: { readonly [id in keyof typeof rows]: Check } = {
  'scopes/granted-scope-allows': { scene: 'operation-matrix', applies: scoped, of: allowed(true), expect: notRefused },
  'scopes/implied-scope-allows': {
    scene: 'operation-matrix',
    applies: (contract) =>
      Object.keys(contract.implies).length > 0 ? scoped(contract) : 'the document says of no scope that it implies others',
    of: allowed(false),
    expect: notRefused,
  },
  'scopes/missing-scope-is-403': {
    scene: 'operation-matrix',
    applies: scoped,
    of: ({ variant }) => variant === 'refused',
    control: 'required',
    expect: ({ probes: [probe], shot }, { contract }) => {
      const hidden = operationIn(contract, shot)!.path.includes('{') ? [404] : [];
      return expectStatus(probe!, [operationIn(contract, shot)!.forbidden.status, ...hidden]);
    },
  },
  'scopes/refusal-has-the-documented-body': {
    scene: 'operation-matrix',
    applies: (contract) => describedScoped(contract, 'a 403'),
    of: ({ variant }) => variant === 'refused',
    tolerates: ['control'],
    expect: (take, law) => documentedBody(take, law, forbidden),
  },
  'scopes/refusal-has-the-documented-message': {
    scene: 'operation-matrix',
    applies: (contract) =>
      refusalsOf(contract.operations.filter(isScoped), forbidden).some(hasWords) || 'the document gives no example of a 403',
    of: ({ variant }) => variant === 'refused',
    tolerates: ['control'],
    expect: (take, law) => documentedWords(take, law, forbidden),
  },
  'scopes/refused-write-changes-nothing': {
    scene: 'rejected-changes',
    applies: scoped,
    of: ({ variant }) => variant === 'unscoped',
    expect: unchanged,
  },
};
