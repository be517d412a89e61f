import { describe, expect, test } from 'vitest';
import { compileDocument } from '../../../spec/load.ts';
import type { Json } from '../../../spec/contract.ts';
import type { Evidence } from '../../../suites/engine/evidence.ts';
import { expectNoData, servedData } from '../../../suites/expectations/protected.ts';
import { answered, reply } from './evidence.ts';

const failed: Json = {
  description: 'no',
  content: {
    'application/json': { schema: { type: 'object', properties: { region: { type: 'string' }, tier: { type: 'string' } } } },
  },
};
const get = (operationId: string): Json => ({
  get: {
    operationId,
    responses: {
      200: { description: 'ok' },
      403: failed,
      default: failed,
    },
  },
});
const contract = compileDocument({
  openapi: '3.1.0',
  info: { title: 'Trees', version: '1' },
  servers: [{ url: 'https://trees.example' }],
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: { '/trees': get('listTrees'), '/trees/{id}': get('readTree'), '/weather': get('readWeather') },
});

const exchange = (operation: string, status: number, body: Json, changes: Partial<Evidence> = {}): Evidence =>
  answered(reply(status, ['Content-Type', 'application/json'], JSON.stringify(body)), { operation, ...changes });

const oak = { id: 7, kind: 'oak', height: 12 };
const successes = [
  exchange('listTrees', 200, {
    region: 'north',
    tier: 'gold',
    service: 'trees',
    version: '1.2',
    items: [oak, { id: 8, kind: 'ash', height: 9 }],
  }),
  exchange('readWeather', 200, { service: 'trees', version: '1.2', sky: 'grey' }),
];

const found = (body: Json, status = 403, changes: Partial<Evidence> = {}) =>
  expectNoData(exchange('listTrees', status, body, changes), contract, servedData(contract, successes)).map(({ at }) => at);

describe('a rejection', () => {
  test.each([401, 403, 429])('with %i and an object of a success contains protected data', (status) =>
    expect(found({ error: 'no', data: [oak] }, status)).toEqual(['$response.body#/data/0']),
  );

  test('over plain HTTP does too, with any status', () => {
    expect(found([oak], 400, { connection: { scheme: 'http' } })).toEqual(['$response.body#/0']);
    expect(found([oak], 400)).toEqual([]);
  });

  test.each<readonly [string, Json]>([
    ['another object', { id: 9, kind: 'elm' }],
    ['one equal member', { kind: 'oak', height: 13 }],
    ['equal numbers only', { id: 7, height: 12 }],
    ['members that an unrelated operation returns', { service: 'trees', version: '1.2' }],
    ['members that the schema of the error declares', { region: 'north', tier: 'gold' }],
    ['no object', ['oak', 7]],
  ])('with %s does not', (_, body) => expect(found(body)).toEqual([]));

  test('with members that the default response declares does not', () => expect(found({ region: 'north', tier: 'gold' }, 401)).toEqual([]));

  test('that repeats what the request sent does not', () =>
    expect(found(oak, 403, { request: { method: 'GET', url: 'https://trees.example/trees?kind=oak&id=7', headers: [] } })).toEqual([]));

  test('of an operation that was never served does not', () =>
    expect(expectNoData(exchange('readTree', 403, oak), contract, servedData(contract, successes))).toEqual([]));
});
