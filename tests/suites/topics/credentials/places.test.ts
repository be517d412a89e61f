import { describe, expect, test } from 'vitest';
import type { RequirementId } from '../../../../spec/catalogue/catalogue.ts';
import type { Json, JsonObject } from '../../../../spec/contract.ts';
import { compileDocument } from '../../../../spec/load.ts';

import { sessionFor, stillMock } from '../../../support/in-process.ts';

const key = (place: string, name: string): JsonObject => ({ type: 'apiKey', in: place, name });

const documentWith = (securitySchemes: JsonObject, security: Json) =>
  compileDocument({
    openapi: '3.1.0',
    info: { title: 'Places', version: '1' },
    servers: [{ url: 'https://places.example' }],
    security,
    components: { securitySchemes },
    paths: { '/notes': { get: { operationId: 'listNotes', responses: { 200: { description: 'ok' }, 401: { description: 'no' } } } } },
  });

/** The outcomes of a requirement, by the label of their case. */
async function judged(requirement: RequirementId, schemes: JsonObject, security: Json, faults: readonly string[] = []) {
  const mock = stillMock(documentWith(schemes, security), { faults });
  const { checks } = await sessionFor(mock, { only: [requirement] }).judge(requirement);
  return checks.map(({ id, outcome, reason }) => [id.slice(id.lastIndexOf('/') + 1), outcome, ...(outcome === 'fail' ? [reason] : [])]);
}

const either = [{ First: [] }, { Second: [] }];

describe('A key that is declared in two places', () => {
  test.each([
    ['header', 'X-API-Key', 'query', 'api_key', 'in the query parameter api_key'],
    ['header', 'X-Key', 'cookie', 'key', 'in the cookie key'],
    ['query', 'apiKey', 'header', 'Api-Key', 'in the header Api-Key'],
  ])('in the %s %s and the %s %s is tried in both', async (place, name, otherPlace, otherName, words) => {
    const schemes = { First: key(place, name), Second: key(otherPlace, otherName) };
    expect(await judged('credentials/declared-places', schemes, either)).toEqual([
      ['First', 'pass'],
      ['Second', 'pass'],
    ]);
    expect(await judged('credentials/declared-places', schemes, either, ['reads-key-in-one-place'])).toContainEqual([
      'Second',
      'fail',
      `a valid key is rejected ${words}`,
    ]);
  });

  test('is not one key if the places have different names', async () => {
    const schemes = { First: key('header', 'X-API-Key'), Second: key('cookie', 'session') };
    expect(await judged('credentials/declared-places', schemes, either)).toEqual([]);
  });
});

describe('A key outside the Authorization header', () => {
  test.each(['header', 'query', 'cookie'])('in the %s is tried in it under every other scheme', async (place) => {
    const schemes = { First: key(place, 'key') };
    const outcomes = await judged('credentials/undeclared-scheme', schemes, [{ First: [] }], ['accepts-key-as-basic-user']);
    expect(outcomes).toContainEqual(['Basic-user', 'fail', 'served instead of rejected']);
    expect(outcomes.filter(([, outcome]) => outcome === 'pass').map(([label]) => label)).toContain('Bearer');
    const sound = await judged('credentials/undeclared-scheme', schemes, [{ First: [] }]);
    expect(sound.every(([, outcome]) => outcome === 'pass')).toBe(true);
  });
});
