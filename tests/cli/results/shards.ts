import type { Contract } from '../../../spec/contract.ts';
import type { MockOptions } from '../../../mock/create.ts';
import type { Result } from '../../../suites/result/result.ts';
import type { Settings } from '../../../suites/engine/settings.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../support/in-process.ts';
import { recordedRun } from '../../system/recorded.ts';

/** A run against a mock of its own, without sockets. */
export function runOf(contract: Contract, options: MockOptions, settings: Partial<Settings>): Promise<Result> {
  const mock = stillMock(contract, options);
  return recordedRun(contract, settingsFor(mock, settings), inProcessTarget(mock));
}

/** The same in so many parts. */
export function shardsOf(contract: Contract, options: MockOptions, total: number, settings: Partial<Settings> = {}): Promise<Result[]> {
  const parts = Array.from({ length: total }, (_, part) => ({ index: part + 1, total }));
  return Promise.all(parts.map((shard) => runOf(contract, options, { ...settings, shard })));
}
