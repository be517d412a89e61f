/**
 * Who may call what, by a model that does nothing clever: against the mock, and against what the suites expect of a server.
 *
 * @module
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMock } from '../../../../mock/create.ts';
import { covers } from '../../../../mock/oauth/scope.ts';
import type { Contract, JsonObject } from '../../../../spec/contract.ts';
import { compileDocument } from '../../../../spec/load.ts';
import { createPrincipals } from '../../../../suites/principals/principals.ts';
import type { Principal } from '../../../../suites/engine/settings.ts';
import { noon } from '../../../mock/mocks.ts';

const names = ['a', 'b', 'c', 'd'] as const;
const schemes = { Key: { type: 'http', scheme: 'bearer' }, Seal: { type: 'apiKey', in: 'header', name: 'X-Seal' } } as const;
type SchemeName = keyof typeof schemes;

/** What an operation asks for: one of these, each all of its members. An empty one is met by anybody. */
type Alternatives = readonly { readonly [scheme in SchemeName]?: readonly string[] }[];
type Implications = { readonly [scope: string]: readonly string[] };
/** The scopes of the credential that is sent for each scheme. */
type Sent = { readonly [scheme in SchemeName]?: readonly string[] };

const scopes = fc.subarray([...names]);
const alternatives: fc.Arbitrary<Alternatives> = fc.array(
  fc.oneof(
    fc.record({ Key: scopes }),
    fc.record({ Seal: scopes }),
    fc.record({ Key: scopes, Seal: scopes }),
    // Seldom, for nothing else counts beside it.
    { arbitrary: fc.constant({}), weight: 1 },
  ),
  { minLength: 1, maxLength: 3 },
);
const implications: fc.Arbitrary<Implications> = fc.dictionary(fc.constantFrom(...names), scopes, { maxKeys: 4, noNullPrototype: true });
const sent: fc.Arbitrary<Sent> = fc.record({ Key: scopes, Seal: scopes }, { requiredKeys: [], noNullPrototype: true });

/** All that is held with some scopes: whatever these imply, and whatever that implies, until nothing is new. */
function held(own: readonly string[], implies: Implications): ReadonlySet<string> {
  const all = new Set(own);
  for (let before = -1; before !== all.size;) {
    before = all.size;
    for (const scope of all) for (const implied of implies[scope] ?? []) all.add(implied);
  }
  return all;
}

const asked = (one: Alternatives[number]) =>
  (['Key', 'Seal'] as const).flatMap((scheme) => (one[scheme] === undefined ? [] : [[scheme, one[scheme]] as const]));

/** The status of an answer: 200 if an alternative is met, 403 if one has all its credentials and not their scopes, 401 otherwise. */
function statusBy(model: { readonly security: Alternatives; readonly implies: Implications }, credentials: Sent): number {
  const meets = ([scheme, wanted]: readonly [SchemeName, readonly string[]]) =>
    wanted.every((scope) => held(credentials[scheme] ?? [], model.implies).has(scope));
  const known = model.security.filter((one) => asked(one).every(([scheme]) => credentials[scheme] !== undefined));
  if (known.some((one) => asked(one).every(meets))) return 200;
  return known.length > 0 ? 403 : 401;
}

function contractOf(security: Alternatives, implies: Implications): Contract {
  const answers: JsonObject = { '200': { description: 'Good.', content: { 'application/json': { example: {} } } } };
  const operation = (required: Alternatives): JsonObject => ({
    get: { security: required.map((one) => Object.fromEntries(asked(one))), responses: answers },
  });
  return compileDocument({
    openapi: '3.1.0',
    info: { title: 'Scopes', version: '1' },
    servers: [{ url: 'https://scopes.example' }],
    components: { securitySchemes: schemes },
    // The second makes every scope one of the document's.
    paths: { '/it': operation(security), '/all': operation([{ Key: names, Seal: [] }]) },
    'x-auth-conformance': { implies, accounts: { one: {} } },
  });
}

describe('an operation', () => {
  test('of the mock is open to exactly those whose scopes meet one of its alternatives', async () => {
    await fc.assert(
      fc.asyncProperty(alternatives, implications, sent, async (security, implies, credentials) => {
        const mock = createMock(contractOf(security, implies), { now: () => noon });
        const headers = asked(credentials).flatMap(([scheme, own]) => {
          const { credential } = mock.mint({ scheme, account: 'one', scopes: own });
          return scheme === 'Key' ? ['Authorization', `Bearer ${credential}`] : ['X-Seal', credential];
        });
        const { status } = await mock.handle({ method: 'GET', target: '/it', headers, secure: true, peer: '127.0.0.1' });
        expect(status).toBe(statusBy({ security, implies }, credentials));
      }),
      { numRuns: 100 },
    );
  });

  test('is expected by the suites to be open to exactly the same', () => {
    fc.assert(
      fc.property(alternatives, implications, sent, (security, implies, credentials) => {
        const contract = contractOf(security, implies);
        const principals = asked(credentials).map(([scheme, own]): Principal => ({
          name: scheme,
          scheme,
          account: 'one',
          secret: scheme,
          scopes: own,
          state: 'active',
          expendable: false,
        }));
        const roster = createPrincipals(contract, { principals });
        const [operation] = contract.operations;
        // A principal calls with the alternatives that its own credential is a part of, whoever of its account makes up the rest.
        const own = (name: string) => security.filter((one) => Object.hasOwn(one, name) || Object.keys(one).length === 0);
        for (const actor of principals) {
          expect(roster.allows(actor, operation!)).toBe(statusBy({ security: own(actor.name), implies }, credentials) === 200);
        }
        const anybody = principals.some((principal) => roster.allows(principal, operation!));
        if (principals.length > 0) expect(anybody).toBe(statusBy({ security, implies }, credentials) === 200);
      }),
      { numRuns: 150 },
    );
  });
});

describe('scopes', () => {
  test('are held by implication of implication, in circles too, alike for keys and for what clients are granted', () => {
    fc.assert(
      fc.property(implications, scopes, (implies, own) => {
        const contract = contractOf([{ Key: [] }], implies);
        const all = held(own, implies);
        const principal: Principal = { name: 'one', account: 'one', secret: 'one', scopes: own, state: 'active', expendable: false };
        expect(createPrincipals(contract, { principals: [principal] }).granted(principal)).toEqual(all);
        expect(names.filter((scope) => covers(contract, own, scope))).toEqual(names.filter((scope) => all.has(scope)));
      }),
    );
  });
});
