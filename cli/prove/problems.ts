import { isProvedClient } from './clients/client-rows.ts';
import type { Fate, FaultRow, KillMatrix } from './kill-matrix.ts';

/** A problem of a proof. */
interface Problem {
  readonly name: string;
  readonly description?: string;
  readonly details: readonly string[];
}

/** The problems by kind, the most serious first; kinds without problems are left out. */
export function problemsOf({ whole, documents, faults, variants, clients, unproved }: KillMatrix): readonly {
  readonly title: string;
  readonly rows: readonly Problem[];
}[] {
  const having = (fate: Fate, details: (row: FaultRow) => readonly string[]): readonly Problem[] =>
    faults.filter((row) => row.fate === fate).map((row) => ({ name: row.fault, description: row.description, details: details(row) }));
  const idle = ({ document }: FaultRow) => (document === undefined ? [] : [`with ${document}`]);
  const kinds = [
    {
      title: 'False alarms with the conformant mock',
      rows: documents
        .filter(({ falseAlarms }) => falseAlarms.length > 0)
        .map(({ title, falseAlarms }) => ({ name: title, details: falseAlarms })),
    },
    {
      title: 'False alarms with conformant variants',
      rows: variants
        .filter(({ fate }) => fate === 'alarm')
        .map(({ variant, description, alarms }) => ({ name: variant, description, details: alarms })),
    },
    { title: 'Survived: no requirement failed', rows: having('survived', ({ missed }) => missed) },
    { title: 'Killed too much: requirements failed that the fault does not name', rows: having('excess', ({ excess }) => excess) },
    {
      title: 'Killed too little: requirements in the fault’s "also" failed with no document',
      rows: whole ? having('short', ({ spared }) => spared) : [],
    },
    {
      title: 'No effect: changed no response with any document',
      rows: whole ? [...having('void', idle), ...having('not-applicable', idle)] : [],
    },
    {
      title: 'Clients without the expected result',
      rows: clients
        .filter((row) => !isProvedClient(row, whole))
        .map(({ client, description, fate, red, alarms }) => ({
          name: client,
          description,
          details: [fate, ...red.map((id) => `${id} failed`), ...alarms],
        })),
    },
    { title: 'Unproved: decided, but no fault made them fail', rows: unproved.map((name) => ({ name, details: [] })) },
  ];
  return kinds.filter(({ rows }) => rows.length > 0);
}
