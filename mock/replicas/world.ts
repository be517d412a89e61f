import type { Json } from '../../spec/contract.ts';
import type { ScriptedAnswer } from '../script/script.ts';
import { lifetimes } from './lifetimes.ts';
import { worldPlace } from './names.ts';
import type { EntryAccess } from './transaction.ts';

/** What all requests of all replicas share. */
export interface WorldState {
  /** How far the clock was moved forward, in milliseconds. */
  readonly leadMs: number;
  /** How many times all quotas were reset. */
  readonly resets: number;
  /** The faults that are on. */
  readonly faults: readonly string[];
  /** The answers of the script that are left. */
  readonly answers: readonly ScriptedAnswer[];
}

export const newWorld: WorldState = { leadMs: 0, resets: 0, faults: [], answers: [] };

export const worldName = 'world';

/** A world as it was written; a new one if there is none. */
export function worldIn(value: Json | undefined): WorldState {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the function below writes it
  return value === undefined ? newWorld : (value as unknown as WorldState);
}

/** The world in the current transaction. */
export interface SharedWorld {
  read(): WorldState;
  change(part: Partial<WorldState>): void;
}

export function createWorld({ read, write }: Pick<EntryAccess, 'read' | 'write'>): SharedWorld {
  const current = () => worldIn(read(worldPlace, worldName));
  return {
    read: current,
    change(part) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- plain data, but for readonly members
      write(worldPlace, worldName, { ...current(), ...part } as unknown as Json, lifetimes.endless);
    },
  };
}
