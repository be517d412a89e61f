import type { ClientEnding, ClientObservation, ClientRequest } from '../../client/journal.ts';
import { judgeClient, type ClientCheckResult } from '../../client/judge.ts';
import { settingOf, type ClientSetting } from '../../client/stage/setting.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';

/** Noon, and a key that nothing else contains. */
export const noon = Date.UTC(2026, 0, 1, 12);
export const key = 'mock_admin_0123456789abcdef';

export const setting: ClientSetting = settingOf(await loadContract(bundledDocument), 'http://127.0.0.1:8976/callback');

export const exited = (code: number, output = ''): ClientEnding => ({ kind: 'exited', code, output, at: noon + 60_000 });

/** Requests of a client: each is a GET of the list with the key, unless it says something else. */
export function requests(...given: readonly Partial<ClientRequest>[]): readonly ClientRequest[] {
  return given.map((one, index) => ({
    number: index + 1,
    run: 1,
    place: 'api',
    kind: 'operation',
    method: 'GET',
    target: '/v1/conversations',
    headers: ['Host', '127.0.0.1:4443', 'Authorization', `Bearer ${key}`],
    body: '',
    peer: '127.0.0.1',
    at: noon + index * 1000,
    answeredAt: noon + index * 1000 + 10,
    response: { status: 200, headers: [], body: '{}' },
    ...one,
  }));
}

export const status = (code: number, headers: readonly string[] = [], body = '{}') => ({ response: { status: code, headers, body } });

/** An observation; the client ended well, unless it says something else. */
export type Judged = Omit<ClientObservation, 'endings'> & { readonly endings?: readonly ClientEnding[] };

/** The checks of observations, by id. */
export function judged(...observations: readonly Judged[]) {
  const played = new Map(
    observations.map((observation) => [
      observation.scenario,
      { observation: { endings: [exited(0)], ...observation }, secrets: { key, clientId: 'app', clientSecret: 'mock_secret_of/the_app' } },
    ]),
  );
  const checks = judgeClient({ setting, played, skipped: new Set(['no-hint']), limitSeconds: 45 }, new Set([...played.keys(), 'no-hint']));
  return new Map<string, ClientCheckResult>(checks.map((check) => [check.id, check]));
}
