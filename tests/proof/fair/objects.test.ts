/**
 * What servers in the field do with the objects that a run makes, and what it may not touch there; docs/field-notes.md tells which.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../spec/contract.ts';
import { requirementIds } from '../../../spec/catalogue/catalogue.ts';
import type { Settings } from '../../../suites/engine/settings.ts';
import { checks as checkOf } from '../../../suites/topics/checks.ts';
import { answers, load, run } from '../../support/field.ts';
import { settingsFor, stillMock } from '../../support/in-process.ts';

const security: Json = [{ Key: [] }];

describe('a name that is given only once', () => {
  const schema = (name: Json): Json => ({ type: 'object', required: ['name'], properties: { name, colour: { type: 'string' } } });
  const documentWith = (name: Json) => {
    const body = { content: { 'application/json': { schema: schema(name), example: { name: 'one', colour: 'red' } } } };
    return load({
      security,
      'x-auth-conformance': {
        accounts: { one: {}, two: {} },
        principals: { first: { account: 'one' }, second: { account: 'two' }, former: { account: 'one', state: 'revoked' } },
      },
      paths: {
        '/things': {
          post: { operationId: 'makeThing', security, requestBody: body, responses: { 201: { description: 'Made.', ...body } } },
        },
        '/things/{name}': {
          parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
          get: { operationId: 'readThing', security, responses: { 200: { description: 'It.', ...body } } },
        },
      },
    });
  };
  /** A server that knows every name that was ever given. */
  const unique = (status: number) => {
    const given = new Set<string>();
    return answers((reply, { method, body }) => {
      if (method !== 'POST' || reply.status !== 201) return reply;
      const { name }: { readonly name: string } = JSON.parse(body!);
      if (given.has(name)) return { ...reply, status };
      given.add(name);
      return reply;
    });
  };
  const makes = 'credentials/valid/makeThing';

  test.each([409, 422])('and refused with %i the second time: every principal has another one', async (status) => {
    const { checks, calls } = await run(await documentWith({ type: 'string', maxLength: 20 }), { change: unique(status) });
    const mine = checks.filter(({ id }) => id.startsWith(makes));
    expect(mine.length).toBeGreaterThan(1);
    expect(mine.map(({ outcome }) => outcome)).toEqual(mine.map(() => 'pass'));
    const bodies = calls.flatMap(({ method, body }) => (method === 'POST' && body?.startsWith('{"name"') ? [body] : []));
    expect(bodies.every((body) => body.includes('"colour":"red"'))).toBe(true);
  });
  test('and that the schema allows no other of stays what it is', async () => {
    const { calls } = await run(await documentWith({ type: 'string', const: 'one' }), { change: unique(409) });
    const bodies = calls.flatMap(({ method, body }) => (method === 'POST' && body?.startsWith('{"name"') ? [body] : []));
    expect(new Set(bodies)).toEqual(new Set(['{"name":"one","colour":"red"}']));
  });
});

describe('a deletion that is answered alike with and without an object', () => {
  const body: Json = {
    content: { 'application/json': { schema: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } } },
  };
  const paths: Json = {
    '/things': {
      get: { operationId: 'listThings', security, responses: { 200: { description: 'Things.' } } },
      post: { operationId: 'makeThing', security, responses: { 201: { description: 'Made.', ...body } } },
    },
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'readThing', security, responses: { 200: { description: 'It.', ...body }, 404: { description: 'None.' } } },
      delete: { operationId: 'deleteThing', security, responses: { 204: { description: 'Gone.' } } },
    },
  };
  const accounts: Json = { accounts: { one: {}, two: {} }, principals: { first: { account: 'one' }, second: { account: 'two' } } };
  /** A server at which whoever has a credential may delete everything, and that lists everything to all or nothing to anybody. */
  const careless = (lists: boolean) => {
    const things = new Set<string>();
    return answers((reply, { method, target }) => {
      const id = /\/things\/([^/?]+)$/.exec(target)?.[1];
      if (reply.status === 401 || !/\/things(?:$|\/)/.test(target)) return reply;
      if (method === 'POST' && reply.status === 201) {
        const made: { readonly id: string } = JSON.parse(reply.body);
        things.add(made.id);
      }
      if (method === 'DELETE' && id !== undefined) {
        things.delete(id);
        return { status: 204, headers: [], body: '' };
      }
      if (method !== 'GET') return reply;
      const headers = ['Content-Type', 'application/json'];
      if (id === undefined) return { status: 200, headers, body: JSON.stringify(lists ? [...things].map((name) => ({ id: name })) : []) };
      return things.has(id) ? { status: 200, headers, body: JSON.stringify({ id }) } : { status: 404, headers, body: '{}' };
    });
  };
  const found = async (lists: boolean, settings: Partial<Settings> = {}) => {
    const { checks } = await run(await load({ security, paths, 'x-auth-conformance': accounts }), { change: careless(lists), settings });
    return checks.filter(({ id }) => id.startsWith('abuse/foreign-'));
  };
  const outcomes = async (lists: boolean) =>
    (await found(lists)).filter(({ id }) => id.startsWith('abuse/foreign-object-changes/deleteThing')).map(({ outcome }) => outcome);

  test('is for a person to judge where all accounts see the object', async () => expect(await outcomes(true)).toEqual(['inconclusive']));
  test('and the key that gives the answer is named', async () => {
    const undecided = (await found(true)).filter(({ outcome }) => outcome === 'inconclusive');
    expect(undecided.length).toBeGreaterThan(0);
    for (const { needs } of undecided) expect(needs).toMatch(/\(objects: shared\)$/);
  });
  test('has nothing to check where the configuration says that accounts share their objects', async () => {
    expect(await found(true, { objects: 'own' })).toEqual(await found(true));
    expect(await found(true, { objects: 'shared' })).toEqual([]);
  });
  test.each(requirementIds.filter((id) => id.startsWith('abuse/foreign-')))('the reason names the key: %s', async (id) => {
    const contract = await load({ security, paths, 'x-auth-conformance': accounts });
    const settings = (objects: 'own' | 'shared') => ({ ...settingsFor(stillMock(contract)), objects });
    expect(checkOf[id].applies(contract, settings('own'))).toBe(true);
    expect(checkOf[id].applies(contract, settings('shared'))).toContain('objects: shared');
  });
  test('is a failure where the other account does not see it', async () => expect(await outcomes(false)).toEqual(['fail']));
});

describe.each([403, 404])('an object whose name the document does not tell, and that the server refuses with %i', (status) => {
  const reading = (example: { readonly [name: string]: Json }): Json => ({
    '/things': { get: { operationId: 'listThings', security, responses: { 200: { description: 'Things.' } } } },
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' }, ...example }],
      get: { operationId: 'readThing', security, responses: { 200: { description: 'It.' } } },
    },
  });
  const hiding = answers((reply, { target }) => (/\/things\/./.test(target) && reply.status < 300 ? { ...reply, status } : reply));
  const outcomes = async (example: { readonly [name: string]: Json }) => {
    const { checks } = await run(await load({ security, paths: reading(example) }), { change: hiding });
    return checks.filter(({ id }) => id.startsWith('credentials/valid/readThing'));
  };

  test('may not exist: that is undecided, and says what to configure', async () => {
    const found = await outcomes({});
    expect(found.length).toBeGreaterThan(0);
    for (const { outcome, needs } of found)
      expect({ outcome, needs }).toEqual({ outcome: 'inconclusive', needs: expect.stringContaining('parameters') });
  });
  test('exists if the document names it: a 403 is a failure', async () => {
    expect((await outcomes({ example: 7 })).map(({ outcome }) => outcome)).toContain(status === 403 ? 'fail' : 'inconclusive');
  });
});

test('names that are given only once leave no change and no deletion untried', async () => {
  const example: Json = { name: 'one' };
  const thing = { content: { 'application/json': { schema: { type: 'object', required: ['name'] }, example } } };
  const contract = await load({
    security: [{ Key: [] }],
    paths: {
      '/things': {
        get: { operationId: 'listThings', security: [{ Key: [] }], responses: { 200: { description: 'Things.' } } },
        post: {
          operationId: 'makeThing',
          security: [{ Key: [] }],
          requestBody: thing,
          responses: { 201: { description: 'Made.', ...thing } },
        },
      },
      '/things/{name}': {
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
        get: { operationId: 'readThing', security: [{ Key: [] }], responses: { 200: { description: 'It.', ...thing } } },
        put: {
          operationId: 'changeThing',
          security: [{ Key: [] }],
          requestBody: thing,
          responses: { 200: { description: 'It.', ...thing } },
        },
        delete: { operationId: 'deleteThing', security: [{ Key: [] }], responses: { 204: { description: 'Gone.' } } },
      },
    },
  });
  let there = false;
  const once = answers((reply, { method, target }) => {
    const made = method === 'POST' && target.endsWith('/things') && reply.status === 201;
    if (made && there) return { ...reply, status: 409 };
    if (made) there = true;
    if (method === 'DELETE' && reply.status === 204) there = false;
    return reply;
  });
  const { checks } = await run(contract, { change: once });
  const left = checks.filter(
    ({ id, outcome }) =>
      /^(?:credentials\/missing|credentials\/unauthenticated-write|credentials\/unknown-on-every-operation|scopes\/forbidden-write)\//.test(
        id,
      ) && outcome !== 'pass',
  );
  expect(left.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([]);
});

describe('what changes something outside the objects of the run', () => {
  const done: Json = { 204: { description: 'Done.' } };
  const paths: Json = {
    '/things': { get: { operationId: 'listThings', security, responses: { 200: { description: 'Things.' } } } },
    '/settings': { put: { operationId: 'changeSettings', security, responses: done } },
    '/restart': {
      post: {
        operationId: 'restart',
        security,
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: done,
      },
    },
  };
  const sentWith = async (allow: Settings['allow']) => {
    const { calls } = await run(await load({ security, paths }), { settings: { allow } });
    return calls.filter(
      ({ method, target, channel }) => ['POST', 'PUT'].includes(method) && channel === 'target' && /settings|restart/.test(target),
    );
  };
  test.each([
    [true, false],
    [false, true],
  ])('is never called with one of the two permissions that it takes', async (writes, destructive) => {
    expect(await sentWith({ writes, burn: true, destructive })).toEqual([]);
  });
  test('is called with the permissions to write and to destroy', async () => {
    const sent = await sentWith({ writes: true, burn: true, destructive: true });
    expect(new Set(sent.map(({ method, target }) => `${method} ${target.split('/').at(-1)}`))).toEqual(
      new Set(['PUT settings', 'POST restart']),
    );
  });
});

test('what nobody declared is not tried on what the run has not made, unless it may destroy', async () => {
  const contract = await load({ security: [{ Key: [] }] });
  const tried = async (destructive: boolean) => {
    const { calls } = await run(contract, { settings: { allow: { writes: true, burn: true, destructive } } });
    return calls.some(({ method, target }) => method === 'DELETE' && target === '/api/things');
  };
  expect([await tried(false), await tried(true)]).toEqual([false, true]);
});
