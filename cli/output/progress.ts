import { counted } from '../../spec/lint/words.ts';
import type { ProgressLine, WaitLine } from '../../suites/playwright/reporter.ts';
import { visibleLine } from '../../reporters/digest/visible.ts';
import type { FindingEvent } from './events.ts';
import { describeWait, liveView } from './live-view.ts';

/** Shows how a run goes on. */
export interface Progress {
  say(text: string): void;
  /** The ids of the planned requirements. */
  plan(requirements: readonly string[]): void;
  /** @param requests - how many requests the run is planned to send */
  line(line: ProgressLine, requests: number): void;
  /** A requirement that has just been judged. */
  finding(finding: FindingEvent): void;
  end(): void;
}

/** A wait is repeated that often where no terminal shows it, in milliseconds. */
const repeatMs = 10_000;

/**
 * Shows the progress of a run, with failures as they come: a view of topics and waits on a terminal, lines elsewhere and on CI servers, nothing
 * if quiet.
 */
export function createProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  if (quiet) return { say() {}, plan() {}, line() {}, finding() {}, end() {} };
  return stream.isTTY && !process.env['CI'] && process.env['TERM'] !== 'dumb' ? movingProgress(stream) : plainProgress(stream);
}

function movingProgress(stream: NodeJS.WriteStream): Progress {
  const view = liveView(stream);
  return {
    say: view.say,
    plan: (requirements) => view.plan(topicsIn(requirements)),
    line(line, requests) {
      if (line.event === 'wait') view.wait(line, requests);
    },
    finding(finding) {
      view.decide(topicOf(finding.requirement), finding.outcome);
      const failure = failureText(finding);
      if (failure !== undefined) view.say(failure);
    },
    end: view.end,
  };
}

function plainProgress(stream: NodeJS.WriteStream): Progress {
  let total = 0;
  let count = 0;
  let announced = 0;
  let waiting: NodeJS.Timeout | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  const print = (text: string) => void stream.write(`${text}\n`);
  const stopWaiting = () => clearInterval(waiting);
  const wait = (line: WaitLine, requests: number) => {
    stopWaiting();
    const until = Date.now() + line.seconds * 1000;
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) return stopWaiting();
      if (Date.now() - shownAt < repeatMs) return;
      shownAt = Date.now();
      print(describeWait({ ...line, seconds: left }, requests));
    };
    waiting = setInterval(tick, repeatMs).unref();
    tick();
  };
  return {
    say: print,
    plan() {},
    line(line, requests) {
      if (line.event === 'begin') total = line.total;
      if (line.event === 'wait') wait(line, requests);
      if (line.event !== 'end') return;
      stopWaiting();
      count += 1;
      if (Math.floor((count * 4) / total) <= announced) return;
      announced = Math.floor((count * 4) / total);
      print(`${count} of ${counted(total, 'requirement')}`);
    },
    finding(finding) {
      const failure = failureText(finding);
      if (failure !== undefined) print(failure);
    },
    end: stopWaiting,
  };
}

const topicOf = (requirement: string) => requirement.split('/')[0]!;

function topicsIn(requirements: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const topic of requirements.map(topicOf)) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return counts;
}

function failureText({ requirement, level, checks }: FindingEvent): string | undefined {
  const failed = checks.filter(({ outcome }) => outcome === 'fail');
  const [first] = failed;
  if (first === undefined) return undefined;
  const count = checks.length > 1 ? ` (${failed.length} of ${checks.length})` : '';
  const values = first.expected === undefined ? '' : `: expected ${first.expected}, observed ${first.observed ?? 'nothing'}`;
  return visibleLine(`${level === 'MUST' ? '✗' : '⚠'} ${requirement} ${level}${count}: ${first.reason ?? 'violated'}${values}`);
}
