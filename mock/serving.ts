/**
 * What a mock serves at a time: it is made from the contract, and made again when the document changes.
 *
 * @module
 */
import type { Contract } from '../spec/contract.ts';
import { createEngine, type Engine, type EngineState } from './engine/engine.ts';
import { defaultParts, type EngineParts } from './engine/parts.ts';
import { applyFaults, applyVariants } from './faults/apply.ts';
import type { FaultTable } from './faults/fault.ts';
import { createRegister, type Register } from './oauth/management/register.ts';
import { contractKeys, keyOf, type Key } from './state/key.ts';
import type { OwnCredentials } from './state/own.ts';
import { createVerifier, type Verify } from './state/verifier.ts';

/** The parts of a mock that follow from its contract. */
export interface Serving {
  readonly contract: Contract;
  /** Without faults. */
  readonly plain: EngineParts;
  readonly parts: EngineParts;
  readonly engine: Engine;
  /** The keys of the document's principals. */
  readonly fixtures: readonly Key[];
  /** The plan of each account of the document. */
  readonly accounts: ReadonlyMap<string, string | undefined>;
  readonly register: Register;
  readonly verify: Verify | undefined;
}

/** What does not change with the contract. */
export interface ServingInput {
  readonly memory: EngineState;
  readonly table: FaultTable;
  readonly variants: readonly string[];
  readonly credentials: OwnCredentials['credentials'];
}

/**
 * Serves a contract with these faults.
 *
 * @throws RangeError if a fault or variant is unknown.
 */
export function serve(contract: Contract, faults: readonly string[], { memory, table, variants, credentials }: ServingInput): Serving {
  const { seed, store, ownClients } = memory;
  const plain = applyVariants(defaultParts(contract), variants, table.variants);
  const parts = applyFaults(plain, faults, table.faults);
  const fixtures = contractKeys(contract, seed, credentials);
  return {
    contract,
    plain,
    parts,
    engine: createEngine(parts, memory),
    fixtures,
    accounts: new Map([
      ...contract.accounts.map(({ name, plan }) => [name, plan] as const),
      ...fixtures.map(({ account, plan }) => [account, plan] as const),
    ]),
    register: createRegister(contract, seed, ownClients),
    verify: createVerifier(contract, seed, store),
  };
}

/** The same with exactly these faults. @throws RangeError if one is unknown. */
export function withFaults(served: Serving, faults: readonly string[], { memory, table }: ServingInput): Serving {
  const parts = applyFaults(served.plain, faults, table.faults);
  return { ...served, parts, engine: createEngine(parts, memory) };
}

/**
 * The key of a principal of the new contract: revoked, or with an end, if that happened to it while the old one was served.
 *
 * @param current - the key as the mock knows it; undefined if the principal is new
 */
export function fixtureAfter(fixture: Key, current: Key | undefined, { fixtures }: Serving): Key {
  const old = fixtures.find(({ secret }) => secret === fixture.secret);
  if (old === undefined || current === undefined) return fixture;
  return { ...fixture, expiresAt: current.expiresAt, ...(current.state !== old.state && { state: current.state }) };
}

/**
 * A key that was made at run time, as the new contract has it: with the plan of its account, and with the scopes of its principal if it was rotated.
 * Undefined if the new contract lacks its principal, account, scheme or plan.
 */
export function madeAfter(key: Key, before: Serving, { contract, fixtures, accounts }: Serving, seed: string): Key | undefined {
  const [old, principal] = [before.fixtures, fixtures].map((list) => list.find(({ name }) => name === key.name));
  if ((old && !principal) || (before.accounts.has(key.account) && !accounts.has(key.account))) return undefined;
  const { name, account, scheme, scopes, state, from, expendable } = principal ?? key;
  const plan = accounts.has(account) ? accounts.get(account) : key.plan;
  if (!contract.schemes.some((one) => one.name === scheme)) return undefined;
  if (plan !== undefined && !contract.plans.some((one) => one.name === plan)) return undefined;
  const shape = { name, account, scheme, scopes, state: key.state === 'active' ? state : key.state, expendable };
  const made = keyOf(contract, { ...shape, ...(plan !== undefined && { plan }), ...(from && { from }), credential: key.secret }, seed);
  return { ...made, expiresAt: key.expiresAt };
}
