/**
 * The clients of the proof: one client in several sound styles, with bugs that can be switched on.
 *
 * @module
 */
import { createApiClient, callResult } from './api-client.ts';
import type { ClientBug } from './bugs.ts';
import { ClientFailure, type ClientAnswer, type ClientIo, type ClientStyle } from './client-io.ts';
import { createTokenHolder } from './oauth-client.ts';

const usual: ClientStyle = {
  retries: 5,
  follows: true,
  queues: false,
  oauth: true,
  state: true,
  metadata: true,
  basic: false,
  exits: true,
};

/** The sound clients. */
export const clientStyles = {
  /** Repeats calls, follows redirects, reads metadata. */
  thorough: usual,
  /** Repeats nothing, follows nothing, and knows keys only. */
  minimal: { ...usual, retries: 0, follows: false, oauth: false, exits: false },
  /** Sends one call at a time, relies on PKCE without state, and authenticates with Basic where it may. */
  queueing: { ...usual, retries: 3, queues: true, state: false, metadata: false, basic: true, exits: false },
} as const satisfies { readonly [name: string]: ClientStyle };

export type ClientStyleName = keyof typeof clientStyles;

export const clientStyleNames: readonly ClientStyleName[] = ['thorough', 'minimal', 'queueing'];

/** How many calls a task has, one after the other or at the same time. */
const amounts: { readonly [task: string]: number } = { 'call-in-parallel': 8, 'sign-in-parallel': 8, 'sign-in-calls': 3 };

/** Runs a client of the proof once; returns its exit code. */
export async function runReferenceClient(io: ClientIo, styleName: ClientStyleName, bug?: ClientBug): Promise<number> {
  const style = clientStyles[styleName];
  const has = (one: ClientBug) => one === bug;
  const task = io.given['TASK'] ?? 'call';
  const api = createApiClient(io, style, has);
  const amount = amounts[task] ?? 1;
  const isParallel = task.endsWith('parallel');

  const withKey = async () => {
    const known = task === 'create' ? io.create! : io.read;
    return many(amount, isParallel, async () => callResult(await api.call(known, io.given['KEY']!), has));
  };
  const withToken = async () => {
    const oauth = createTokenHolder(io, style, has);
    await (task === 'device' ? oauth.connectDevice() : oauth.signIn());
    if (oauth.hasLess() && has('stops-quietly-with-less-scope')) return [];
    const call = async (): Promise<ClientAnswer> => {
      const token = await oauth.token();
      if (token === '') return { status: 200, body: '', header: () => undefined };
      const response = await api.call(io.read, token);
      if (response.status !== 401 || !(await oauth.renew(token))) return response;
      return api.call(io.read, await oauth.token());
    };
    return many(amount, isParallel, async () => callResult(await call(), has));
  };

  try {
    if (task === 'device' || task.startsWith('sign-in')) {
      if (!style.oauth) return 64;
      await withToken();
    } else await withKey();
    io.print('done');
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (has('swallows-errors') && message.startsWith('the server answered')) return 0;
    io.print(has('prints-key-in-error') ? `${message} (key ${io.given['KEY'] ?? ''})` : message);
    return style.exits || !(error instanceof ClientFailure) ? 1 : 0;
  }
}

async function many<Value>(amount: number, isParallel: boolean, call: () => Promise<Value>): Promise<readonly Value[]> {
  if (isParallel) {
    const results = await Promise.allSettled(Array.from({ length: amount }, call));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }
  const results: Value[] = [];
  for (let count = 0; count < amount; count += 1) results.push(await call());
  return results;
}
