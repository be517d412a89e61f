import type { Contract } from '../../spec/contract.ts';
import type { Mock } from '../../mock/mock.ts';
import type { ScriptedAnswer } from '../../mock/script/script.ts';
import type { ArrivalKind, ClientRequest } from '../journal.ts';
import type { Amendment } from '../stage/amendment.ts';
import type { Addresses } from '../stage/setting.ts';

/** How the server of a scenario answers one request; what it leaves out is the mock's own. */
export interface Behaviour {
  /** Time before the answer. */
  readonly delayMs?: number;
  /** Moves the clock of the mock before the answer, so that tokens end. */
  readonly advanceMs?: number;
  /** Moves it after the answer. */
  readonly thenAdvanceMs?: number;
  readonly answer?: Pick<ScriptedAnswer, 'status' | 'headers' | 'body' | 'drop'>;
  /** Changes of the answer. */
  readonly amend?: Amendment;
}

/** What a behaviour may depend on. */
export interface PlayContext {
  readonly contract: Contract;
  readonly addresses: Addresses;
  /** When the request arrived. */
  readonly now: number;
  readonly mock: Pick<Mock, 'mint'>;
}

type Made = Behaviour | ((request: ClientRequest, context: PlayContext) => Behaviour);

/** Answers to the requests of one kind: the first ones in order, then the same to all others. */
export interface Sequence {
  readonly first?: readonly Made[];
  readonly rest?: Made;
}

/** The script of a scenario: answers by the kind of request. The other origins always answer as the mock does. */
export type ScenarioScript = { readonly [kind in ArrivalKind]?: Sequence };

/** The behaviour for a request. */
export function behaviourFor(
  script: ScenarioScript,
  request: ClientRequest,
  past: readonly ClientRequest[],
  context: PlayContext,
): Behaviour {
  const sequence = script[request.kind];
  if (sequence === undefined || request.place !== 'api') return {};
  const before = past.filter(({ kind, place, run }) => kind === request.kind && place === 'api' && run === request.run).length;
  const made = sequence.first?.[before] ?? sequence.rest ?? {};
  return typeof made === 'function' ? made(request, context) : made;
}
