import type { ListenerTraits } from '../../mock/engine/parts.ts';
import type { ClientRequest } from '../journal.ts';
import type { ClientSetting } from '../stage/setting.ts';
import type { ScenarioScript } from './behaviour.ts';

/** What the client is asked to do in a scenario, in sentences. */
export const clientTasks = {
  call: 'Call one operation with the key.',
  create: 'Send one POST with the key.',
  'call-in-parallel': 'Make eight calls with the key at the same time.',
  'sign-in': 'Authorize with the code flow, then call one operation with the token.',
  'sign-in-calls': 'Authorize with the code flow, then make three calls with the token, one after the other.',
  'sign-in-parallel': 'Authorize with the code flow, then make eight calls with the token at the same time.',
  device: 'Authorize with the device flow, then call one operation with the token.',
} as const;

export type ClientTask = keyof typeof clientTasks;

/** One situation of a client: what it is asked to do, and how the server behaves. */
export interface ClientScenario {
  /** In kebab-case; the value of `AUTH_CONFORMANCE_SCENARIO`. */
  readonly name: string;
  /** What happens, in one sentence. */
  readonly description: string;
  readonly task: ClientTask;
  /** How often the client runs. Default: once. */
  readonly runs?: number;
  /** The base URL is the one for plain HTTP. */
  readonly plain?: true;
  readonly certificate?: ListenerTraits['certificate'];
  readonly script?: ScenarioScript;
  /** The scenario that shows that the client works at all, where it may rightly send nothing or fail. */
  readonly control?: 'call' | 'sign-in' | 'device-poll';
  /** The client may end so long after a rejection without another request: nothing wrong can come any more. In milliseconds. */
  readonly quietMs?: number;
  /** Whether enough arrived for a verdict. */
  settled?(requests: readonly ClientRequest[]): boolean;
  /** Whether the document has what it is about: true, or why not. */
  applies?(setting: ClientSetting): true | string;
}

const flowKinds = { 'sign-in': 'authorizationCode', device: 'deviceAuthorization' } as const;

/** Whether the client is asked to use an OAuth flow. */
export const isOAuthTask = (task: ClientTask): boolean => task.startsWith('sign-in') || task === 'device';

/** Whether a scenario can be played with a document: true, or why not. */
export function isPlayable({ task, applies }: ClientScenario, setting: ClientSetting): true | string {
  const { principal, oauth, contract } = setting;
  if (!isOAuthTask(task)) {
    if (principal === undefined) return 'the document has no operation for a live principal with one credential that a request can carry';
    if (task === 'create' && !contract.operations.some(({ method }) => method === 'POST')) return 'the document has no POST operation';
    return applies?.(setting) ?? true;
  }
  const kind = flowKinds[task === 'device' ? 'device' : 'sign-in'];
  if (oauth === undefined) return 'the document has no OAuth flow or client that a test can use';
  if (!oauth.server.flows.some((flow) => flow.kind === kind)) return `the document has no ${kind} flow`;
  const isAccepted = contract.operations.some(({ security }) =>
    security.some(({ requirements: [first, second] }) => first?.scheme === oauth.server.scheme && second === undefined),
  );
  if (!isAccepted) return 'the document has no operation that a token alone can call';
  return applies?.(setting) ?? true;
}
