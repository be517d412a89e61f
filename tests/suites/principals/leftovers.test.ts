import { describe, expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import type { Evidence, ScenarioRecord } from '../../../suites/engine/evidence.ts';
import { createSession } from '../../../suites/engine/session.ts';
import type { Call, Sent, Target } from '../../../suites/http/target.ts';
import { leftoversOf } from '../../../suites/principals/leftovers.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { describeLeftover } from '../../../suites/words/notes.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);

/** More deletions than any clean-up sends: what goes on for ever fails. */
const mostDeletions = 500;

/**
 * Plays what a requirement about changes needs at a target that answers deletions otherwise, and cleans up once more `later`, in seconds; the
 * deletions, and what was left before and after that.
 */
async function played(
  answer: (call: Call, before: number, now: number) => Sent['reply'] | undefined,
  changes: Parameters<typeof settingsFor>[1] = {},
  { later = 0, halts = false }: { readonly later?: number; readonly halts?: boolean } = {},
) {
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const deletions: number[] = [];
  const odd: Target = {
    ...target,
    async send(call) {
      if (call.method !== 'DELETE') return target.send(call);
      const reply = answer(call, deletions.length, target.now());
      if (deletions.push(target.now()) > mostDeletions) throw new Error('the clean-up does not end');
      return reply ? { startedAt: target.now(), milliseconds: 0, connection: { scheme: 'https' }, reply } : target.send(call);
    },
  };
  const records: ScenarioRecord[] = [];
  const settings = settingsFor(mock, changes);
  const session = createSession({
    contract,
    settings,
    target: odd,
    redactor: createRedactor('test'),
    recordings: { once: async (_, play) => records[records.push(await play()) - 1]! },
  });
  await session.judge('abuse/foreign-object-changes');
  expect(records.flatMap(({ crash }) => crash ?? [])).toEqual([]);
  const exchanges = records.flatMap((record) => record.exchanges);
  const left = leftoversOf(contract, records);
  const during = deletions.length;
  await target.wait(later * 1000);
  if (halts) await session.halt();
  const last = await session.cleanUp(records);
  expect(last?.crash).toBeUndefined();
  return {
    deletions: deletions.slice(0, during),
    cleaned: exchanges.filter(({ role }) => role === 'cleanup'),
    left,
    last,
    lastDeletions: deletions.slice(during),
    stillLeft: leftoversOf(contract, last ? [...records, last] : records),
  };
}

const rejection = (retryAfter?: string, status = 429): Sent['reply'] => ({
  status,
  headers: retryAfter === undefined ? [] : ['Retry-After', retryAfter],
  body: '',
});

describe('the clean-up', () => {
  test('leaves nothing at a sound server', async () => {
    const { deletions, left } = await played(() => undefined);
    expect(deletions.length).toBeGreaterThan(0);
    expect(left).toEqual([]);
  });

  test.for([undefined, '0', '3'])('waits at least a second after a 429 with Retry-After: %s, and tries again', async (retryAfter) => {
    const tries = new Map<string, number>();
    const { cleaned, left } = await played(({ target }) => {
      tries.set(target, (tries.get(target) ?? 0) + 1);
      return tries.get(target)! < 2 ? rejection(retryAfter) : undefined;
    });
    expect(left).toEqual([]);
    const again = cleaned.filter(({ request }, index) => request.url === cleaned[index - 1]?.request.url);
    expect(again.length).toBeGreaterThan(0);
    for (const attempt of again) expect(attempt.startedAt - cleaned[cleaned.indexOf(attempt) - 1]!.startedAt).toBeGreaterThanOrEqual(1000);
  });

  /** Rejects the deletions of each object until the announced time has passed since the first. */
  const limitedFor = (seconds: number, status?: number) => {
    const ends = new Map<string, number>();
    return ({ target }: Call, _before: number, now: number) => {
      const end = ends.get(target) ?? now + seconds * 1000;
      ends.set(target, end);
      return now < end ? rejection(String(Math.ceil((end - now) / 1000)), status) : undefined;
    };
  };

  test.for([429, 503])('waits for the announced time of a %s beyond its usual one, as long as the run may take', async (status) => {
    const { cleaned, left } = await played(limitedFor(57, status));
    expect(cleaned.map(({ reply }) => reply?.status)).toContain(status);
    expect(left).toEqual([]);
  });

  test('does not wait for a time that is longer than the run may take, or than a run waits for a quota', async () => {
    for (const [seconds, changes] of [
      [57, { budget: { requests: 1000, seconds: 50 } }],
      [300, {}],
    ] as const) {
      const { deletions, left } = await played(limitedFor(seconds), changes);
      expect(deletions.at(-1)! - deletions[0]!).toBeLessThan(seconds * 1000);
      expect(left.map((leftover) => leftover.status)).toEqual(left.map(() => 429));
      expect(left.length).toBeGreaterThan(0);
    }
  });

  test('waits beyond its usual time once, at a server that rejects every deletion', async () => {
    const { cleaned, left } = await played(() => rejection('57'));
    const scenarios = new Set(cleaned.map(({ scenario }) => scenario));
    const objects = new Set(cleaned.map(({ request }) => request.url));
    expect(cleaned.length).toBeLessThanOrEqual(objects.size + scenarios.size);
    expect(left.length).toBeGreaterThan(0);
  });

  test('ends, and names every object that is left with the call that removes it', async () => {
    const { deletions, left } = await played(() => rejection());
    expect(deletions.length).toBeGreaterThan(2);
    expect(deletions.at(-1)! - deletions[0]!).toBeLessThanOrEqual(100_000);
    expect(left.length).toBeGreaterThan(0);
    for (const leftover of left) {
      expect(leftover).toMatchObject({ removal: expect.any(String), status: 429, principal: expect.any(String) });
      expect(describeLeftover(leftover)).toMatch(
        /^left behind: the object \S+ that POST https:\S+ created as \S+; .* call DELETE https:\S+$/,
      );
    }
  });

  test('at the end of the run removes what had to wait longer', async () => {
    const { left, last, lastDeletions, stillLeft } = await played(limitedFor(300), {}, { later: 290 });
    expect(left.length).toBeGreaterThan(0);
    expect(last!.exchanges.map(({ role, reply }) => `${role} ${reply?.status}`)).toContain('cleanup 429');
    expect(lastDeletions.length).toBeLessThanOrEqual(2 * left.length);
    expect(stillLeft).toEqual([]);
  });

  test('at the end of the run sends nothing if nothing is left', async () => {
    const { last, lastDeletions } = await played(() => undefined);
    expect({ last, lastDeletions }).toEqual({ last: undefined, lastDeletions: [] });
  });

  test('at the end of the run tries each object once more, and waits no longer than a clean-up may', async () => {
    for (const [answer, changes] of [
      [() => rejection('300'), {}],
      [() => rejection('57'), { budget: { requests: 1000, seconds: 50 } }],
      [() => ({ status: 500, headers: [], body: '' }), {}],
    ] as const) {
      const { left, lastDeletions, stillLeft } = await played(answer, changes);
      expect(left.length).toBeGreaterThan(0);
      expect(lastDeletions).toHaveLength(left.length);
      expect(lastDeletions.at(-1)! - lastDeletions[0]!).toBeLessThanOrEqual(1000);
      expect(stillLeft).toEqual(left);
    }
  });

  test('at the end of the run waits beyond its usual time, but not after an interruption', async () => {
    const { lastDeletions, stillLeft } = await played(limitedFor(300), {}, { later: 250 });
    expect(lastDeletions.at(-1)! - lastDeletions[0]!).toBeGreaterThan(30_000);
    expect(stillLeft).toEqual([]);
    const halted = await played(limitedFor(300), {}, { later: 250, halts: true });
    expect(halted.lastDeletions.at(-1)! - halted.lastDeletions[0]!).toBeLessThanOrEqual(1000);
    expect(halted.stillLeft).toEqual(halted.left);
    // What the usual time is enough for is removed then too.
    expect((await played(limitedFor(300), {}, { later: 285, halts: true })).stillLeft).toEqual([]);
  });

  test('gives up after three other errors', async () => {
    const { left } = await played(() => ({ status: 500, headers: [], body: '' }));
    expect(left.map(({ status }) => status)).toEqual(left.map(() => 500));
    expect(left.length).toBeGreaterThan(0);
  });
});

/** An exchange with an operation of the document. */
function exchange(
  operation: string,
  status: number,
  changes: Partial<Evidence> & { readonly url?: string; readonly body?: string } = {},
): Evidence {
  const { url = 'https://api.test/v1/x', body = '', ...rest } = changes;
  const { method } = contract.operations.find(({ id }) => id === operation)!;
  return {
    id: `x#${operation}`,
    scenario: 'x',
    role: 'probe',
    operation,
    startedAt: 0,
    milliseconds: 0,
    connection: { scheme: 'https' },
    request: { method, url, headers: [] },
    reply: { status, headers: [], body },
    ...rest,
  };
}

const leftIn = (document: typeof contract, ...exchanges: readonly Evidence[]) => leftoversOf(document, [{ scenario: 'x', exchanges }]);

describe('what is left', () => {
  const collection = contract.collections.find(({ remove }) => remove !== undefined)!;
  const without = { ...contract, collections: contract.collections.map(({ remove: _remove, ...rest }) => rest) };
  const url = 'https://api.test/v1/things';
  const made = exchange(collection.create, 201, { url, body: JSON.stringify({ id: 'a b', data: { id: 'a b' } }), principal: 'writer' });
  const removal = (status: number, role: Evidence['role']) => exchange(collection.remove!, status, { url: `${url}/a%20b`, role });

  test('is nothing after a deletion, or where the clean-up finds it gone', () => {
    for (const [status, role] of [
      [204, 'probe'],
      [404, 'cleanup'],
      [410, 'cleanup'],
    ] as const)
      expect(leftIn(contract, made, removal(status, role))).toEqual([]);
  });

  test('is an object whose deletion was rejected, also by a 404 that hides it', () => {
    for (const [status, role] of [
      [404, 'probe'],
      [405, 'cleanup'],
    ] as const)
      expect(leftIn(contract, made, removal(status, role))).toEqual([expect.objectContaining({ id: 'a b', url: `${url}/a%20b`, status })]);
  });

  test('is an object at its own URL, if a PUT created it', () => {
    const collections = contract.collections.map((one) => ({ ...one, putByClient: true as const }));
    const put = { ...made, request: { ...made.request, method: 'PUT', url: `${url}/urgent` } };
    expect(leftIn({ ...contract, collections }, put)).toEqual([expect.objectContaining({ url: `${url}/urgent` })]);
  });

  test('is an object without an operation that deletes it', () => {
    const [left] = leftIn(without, made);
    expect(describeLeftover(left!)).toBe(
      'left behind: the object a b that POST https://api.test/v1/things created as writer, at https://api.test/v1/things/a%20b; the document has no operation that deletes it',
    );
  });

  test('is what a 201 says was created, with its Location if there is one', () => {
    const operations = { ...contract, collections: [] };
    const [here] = leftIn(operations, { ...made, reply: { status: 201, headers: ['Location', '/v1/invitations/7'], body: '' } });
    expect(here).toMatchObject({ url: 'https://api.test/v1/invitations/7' });
    expect(here).not.toHaveProperty('removal');
    const [somewhere] = leftIn(operations, made);
    expect(describeLeftover(somewhere!)).toContain('the response does not say where it is');
    expect(leftIn(operations, { ...made, reply: { status: 200, headers: [], body: '' } })).toEqual([]);
  });
});
