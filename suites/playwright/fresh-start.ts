import type { Reporter } from '@playwright/test/reporter';
import { beginAgain, runVariable } from './run-file.ts';

/** In UI mode tests are started again and again: each start plays its scenarios anew. */
export default class FreshStart implements Reporter {
  onBegin(): void {
    beginAgain(process.env[runVariable]!);
  }

  printsToStdio(): boolean {
    return false;
  }
}
