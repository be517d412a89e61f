import type { Fate, FaultRow, KillMatrix } from './kill-matrix.ts';

/** Something that speaks against a proof, or is left open by it. */
interface Problem {
  readonly name: string;
  readonly says?: string;
  readonly details: readonly string[];
}

/** What went wrong, by kind, the gravest first; kinds that did not occur are left out. */
export function problemsOf({ whole, documents, faults, variants, unproved }: KillMatrix): readonly {
  readonly title: string;
  readonly rows: readonly Problem[];
}[] {
  const having = (fate: Fate, details: (row: FaultRow) => readonly string[]): readonly Problem[] =>
    faults.filter((row) => row.fate === fate).map((row) => ({ name: row.fault, says: row.says, details: details(row) }));
  const idle = ({ document }: FaultRow) => (document === undefined ? [] : [`by ${document}`]);
  const kinds = [
    {
      title: 'False alarms: the sound mock was blamed',
      rows: documents
        .filter(({ falseAlarms }) => falseAlarms.length > 0)
        .map(({ title, falseAlarms }) => ({ name: title, details: falseAlarms })),
    },
    {
      title: 'False alarms: variants that are as good were blamed',
      rows: variants.filter(({ fate }) => fate === 'alarm').map(({ variant, says, alarms }) => ({ name: variant, says, details: alarms })),
    },
    { title: 'Survived: nobody noticed', rows: having('survived', ({ missed }) => missed) },
    { title: 'Killed too much: more turned red than the fault breaks', rows: having('excess', ({ excess }) => excess) },
    {
      title: 'Killed too little: what the fault is bound to break besides turned red by no document',
      rows: whole ? having('short', ({ spared }) => spared) : [],
    },
    { title: 'Idle: changed nothing by any document', rows: whole ? [...having('void', idle), ...having('not-applicable', idle)] : [] },
    { title: 'Unproved: decided, and turned red by no fault', rows: unproved.map((name) => ({ name, details: [] })) },
  ];
  return kinds.filter(({ rows }) => rows.length > 0);
}
