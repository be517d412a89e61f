import type { Row } from './row.ts';
import { answers } from './rows/answers.ts';

/** Everything that is measured, in the order of the table. */
export const rows: readonly Row[] = [...answers];
