/**
 * Shared parts of the OAuth checks: when they apply, and which observations they judge.
 *
 * @module
 */
import { authorizationServers, flowOf, type Grant } from '../../../../spec/authorization.ts';
import type { Contract } from '../../../../spec/contract.ts';
import {
  check,
  type AnyCheck,
  type Check,
  type CheckContext,
  type Judgement,
  type Mismatch,
  type TypedRecord,
} from '../../../engine/check.ts';
import type { Case, NamedProbes } from '../../../engine/evidence.ts';
import type { CodeFlowCase, CodeFlowKind, CodeFlowObservation } from '../../../oauth/observations.ts';
import { codeFlow } from '../code-flow.ts';

type Applies = AnyCheck['applies'];
export type CodeFlowRecord = TypedRecord<CodeFlowCase, NamedProbes, unknown>;

/** Whether the document declares a flow of this kind. */
export const declaresGrant =
  (grant: Grant): Applies =>
  (contract) =>
    authorizationServers(contract).some((server) => flowOf(server, grant) !== undefined) || `the document declares no ${words[grant]} flow`;

const words: { readonly [grant in Grant]: string } = {
  authorizationCode: 'authorization code',
  clientCredentials: 'client credentials',
  password: 'password',
  implicit: 'implicit',
  deviceAuthorization: 'device',
};

const declaresCodeFlow = declaresGrant('authorizationCode');

/** The code flow, and something else. */
export const codeFlowAnd =
  (condition: Applies): Applies =>
  (contract) => {
    const declared = declaresCodeFlow(contract);
    return declared === true ? condition(contract) : declared;
  };

/** Whether the code flow of the document has a refresh URL. */
export const refreshable = codeFlowAnd((contract: Contract) => {
  const flow = authorizationServers(contract)
    .map((server) => flowOf(server, 'authorizationCode'))
    .find((found) => found !== undefined);
  return flow?.refreshUrl !== undefined || 'the document does not say how to refresh (refreshUrl)';
});

type Judge<K extends CodeFlowKind> = (observation: CodeFlowObservation<K>, context: CheckContext, record: CodeFlowRecord) => Judgement;

type Options = Partial<Omit<Check<CodeFlowCase, NamedProbes, unknown>, 'scenario' | 'judge'>>;

/** A check of these observations of the code flow. */
export function judging<const K extends CodeFlowKind>(kinds: readonly K[], judge: Judge<K>, options: Options = {}): AnyCheck {
  return check(codeFlow, {
    applies: declaresCodeFlow,
    of: ({ kind }) => kinds.some((wanted) => wanted === kind),
    judge: (observation, context, record) => {
      const named = { ...observation, kind: observation.case.kind };
      return isOf(kinds, named) ? judge(named, context, record) : [];
    },
    ...options,
  });
}

/** The observation of this kind, if it decides something. */
export function observationOf<K extends CodeFlowKind>({ observations }: CodeFlowRecord, kind: K): CodeFlowObservation<K> | undefined {
  return observations
    .filter(({ undecided }) => undecided === undefined)
    .map((observation) => ({ ...observation, kind: observation.case.kind }))
    .find((named) => isOf([kind], named));
}

interface Named {
  readonly kind: CodeFlowKind;
  readonly case: Case;
  readonly probes: NamedProbes;
}

/** Steps record for each kind the type of that kind. */
function isOf<K extends CodeFlowKind>(kinds: readonly K[], observation: Named): observation is Named & CodeFlowObservation<K> {
  return kinds.some((kind) => kind === observation.kind);
}

/** One mismatch, unless the condition is met. */
export function unless(holds: boolean, mismatch: Mismatch): readonly Mismatch[] {
  return holds ? [] : [mismatch];
}
