import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../../spec/load.ts';
import { runOf } from '../../../cli/results/shards.ts';

const contract = await loadContract(bundledDocument);

/** The table of errors that win, as a text for each row. */
async function table(faults: readonly string[] = []) {
  const result = await runOf(contract, { faults }, { only: ['http/authentication-first'] });
  const [observation, ...others] = result.notes.filter(({ topic }) => topic === 'precedence');
  expect(others).toEqual([]);
  const { header, rows } = observation!.table!;
  return { exchanges: observation!.exchanges, header, rows: rows.map((cells) => cells.join(' | ')) };
}

test('which of two errors wins is reported as a table, with the exchanges that show it', async () => {
  const { exchanges, header, rows } = await table();
  expect(header).toEqual(['', 'unknown credential', 'missing scope', 'unlisted address', 'spent quota']);
  expect(rows).toEqual([
    'unknown path | 401 caller | 404 request | 403 caller | 429 caller',
    'undeclared method | 401 caller | 405 request | 403 caller | 429 caller',
    'unknown object | 401 caller | 403 caller | 403 caller | 429 caller',
    'malformed JSON | 401 caller | 403 caller | 403 caller | 429 caller',
    'wrong media type | 401 caller | 403 caller | 403 caller | 429 caller',
  ]);
  expect(exchanges.length).toBe(rows.length * (header.length - 1));
});

test('the table shows a server that validates the body before it authenticates', async () => {
  const { rows } = await table(['validates-body-before-authentication']);
  expect(rows).toContain('malformed JSON | 400 request | 400 request | 400 request | 400 request');
});
