import type { FullResult, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';

/** What the suites tell the command line as they go, a line of JSON each on standard output. */
export type ProgressLine =
  | { readonly event: 'begin'; readonly total: number }
  | { readonly event: 'end'; readonly requirement: string; readonly milliseconds: number }
  | { readonly event: 'error'; readonly message: string }
  | { readonly event: 'done'; readonly status: FullResult['status'] };

const tell = (line: ProgressLine) => void process.stdout.write(`${JSON.stringify(line)}\n`);

export default class ProgressReporter implements Reporter {
  onBegin(_: unknown, suite: Suite): void {
    // Held open by the command: where that is killed, the suites come to an end, and clean up.
    process.stdin.on('close', () => process.kill(process.pid, 'SIGINT')).resume();
    if ('unref' in process.stdin) process.stdin.unref();
    tell({ event: 'begin', total: suite.allTests().length });
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const requirement = test.annotations.find(({ type }) => type === 'requirement')?.description ?? test.title;
    for (const error of result.errors) this.onError(error);
    tell({ event: 'end', requirement, milliseconds: result.duration });
  }

  onError(error: TestError): void {
    tell({ event: 'error', message: error.message ?? error.value ?? 'the suites failed' });
  }

  onEnd(result: FullResult): void {
    tell({ event: 'done', status: result.status });
  }

  printsToStdio(): boolean {
    return true;
  }
}
