import type { Finding, MetLimit, Wait } from '../engine/session.ts';
import type { FullResult, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';

/** A wait that begins in a worker. */
export interface WaitLine extends Wait {
  readonly event: 'wait';
}

/** A limit that no plan states, when a worker meets the first one. */
export interface LimitLine extends MetLimit {
  readonly event: 'limit';
}

/** A requirement that a worker has judged, with secrets replaced. */
export interface FindingLine {
  readonly event: 'finding';
  readonly requirement: string;
  readonly outcome?: Finding['outcome'];
  readonly reason?: string;
  readonly checks: readonly Pick<Finding['checks'][number], 'id' | 'outcome' | 'reason' | 'where' | 'expected' | 'observed' | 'needs'>[];
}

/** The progress of the suites for the command line: lines of JSON on standard output. */
export type ProgressLine =
  | { readonly event: 'begin'; readonly total: number }
  | { readonly event: 'end'; readonly requirement: string; readonly milliseconds: number }
  | WaitLine
  | LimitLine
  | FindingLine
  | { readonly event: 'error'; readonly message: string }
  | { readonly event: 'done'; readonly status: FullResult['status'] };

const print = (line: ProgressLine) => void process.stdout.write(`${JSON.stringify(line)}\n`);

export default class ProgressReporter implements Reporter {
  onBegin(_: unknown, suite: Suite): void {
    // The command holds it open: if the command is killed, the suites end and clean up.
    process.stdin.on('close', () => process.kill(process.pid, 'SIGINT')).resume();
    if ('unref' in process.stdin) process.stdin.unref();
    print({ event: 'begin', total: suite.allTests().length });
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const requirement = test.annotations.find(({ type }) => type === 'requirement')?.description ?? test.title;
    for (const error of result.errors) this.onError(error);
    print({ event: 'end', requirement, milliseconds: result.duration });
  }

  /** What a worker prints: waits, limits and findings are passed on. */
  onStdOut(chunk: string | Buffer): void {
    for (const line of String(chunk).split('\n')) if (/^\{"event":"(?:wait|limit|finding)"/.test(line)) process.stdout.write(`${line}\n`);
  }

  onError(error: TestError): void {
    print({ event: 'error', message: error.message ?? error.value ?? 'the suites failed' });
  }

  onEnd(result: FullResult): void {
    print({ event: 'done', status: result.status });
  }

  printsToStdio(): boolean {
    return true;
  }
}
