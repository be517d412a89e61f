import type { Row } from './row.ts';
import { answers } from './rows/answers.ts';
import { growth } from './rows/growth.ts';
import { memory } from './rows/memory.ts';
import { rivals } from './rows/rivals.ts';
import { scale } from './rows/scale.ts';
import { starts } from './rows/starts.ts';
import { waits } from './rows/waits.ts';

/** Everything that is measured, in the order of the table. */
export const rows: readonly Row[] = [...answers, rivals, ...growth, ...scale, ...starts, ...waits, ...memory];
