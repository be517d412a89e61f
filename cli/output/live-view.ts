import type { Outcome } from '../../suites/result/result.ts';
import type { WaitLine } from '../../suites/playwright/reporter.ts';

/** The terminal, as far as the view needs it. */
export interface Screen {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

/** A block of lines at the end of a terminal that is drawn again and again, with permanent lines above it. */
export interface LiveView {
  /** Prints a permanent line. */
  say(text: string): void;
  /** Sets what is planned: how many requirements of each topic. */
  plan(topics: ReadonlyMap<string, number>): void;
  decide(topic: string, outcome: Outcome): void;
  /** @param requests - how many requests the run is planned to send */
  wait(line: WaitLine, requests: number): void;
  /** Removes the block. */
  end(): void;
}

interface TopicCount {
  readonly total: number;
  readonly decided: number;
  readonly failed: number;
  readonly undecided: number;
}

const tickMs = 1000;
/** For terminals that state no size. */
const usual = { columns: 80, rows: 24 };
const undecidedOutcomes: ReadonlySet<Outcome> = new Set(['inconclusive', 'blocked', 'error']);

/** Shows a run on a terminal: a line for each topic, what is waited for and until when. */
export function liveView(screen: Screen): LiveView {
  const counts = new Map<string, TopicCount>();
  let waiting: { readonly line: WaitLine; readonly until: number; readonly requests: number } | undefined;
  let height = 0;
  let ticking: NodeJS.Timeout | undefined;

  const erase = () => (height === 0 ? '' : `\u001b[${height}A\u001b[J`);
  const draw = (above = '') => {
    const lines = blockOf(counts, screen.rows || usual.rows).concat(waiting === undefined ? [] : [waitingLine(waiting)]);
    const width = (screen.columns || usual.columns) - 1;
    const text = lines.map((line) => `${line.length > width ? `${line.slice(0, width - 1)}…` : line}\n`).join('');
    screen.write(`${erase()}${above}${text}`);
    height = lines.length;
  };
  const tick = () => {
    if (waiting !== undefined && waiting.until <= Date.now()) waiting = undefined;
    draw();
  };
  return {
    say: (text) => draw(`${text}\n`),
    plan(topics) {
      for (const [topic, total] of topics) counts.set(topic, { total, decided: 0, failed: 0, undecided: 0 });
      ticking ??= setInterval(tick, tickMs).unref();
      draw();
    },
    decide(topic, outcome) {
      const { total, decided, failed, undecided } = counts.get(topic) ?? { total: 0, decided: 0, failed: 0, undecided: 0 };
      counts.set(topic, {
        total,
        decided: decided + 1,
        failed: failed + (outcome === 'fail' ? 1 : 0),
        undecided: undecided + (undecidedOutcomes.has(outcome) ? 1 : 0),
      });
      waiting = undefined;
      draw();
    },
    wait(line, requests) {
      waiting = { line, until: Date.now() + line.seconds * 1000, requests };
      draw();
    },
    end() {
      clearInterval(ticking);
      screen.write(erase());
      height = 0;
    },
  };
}

/** A line for each topic; where the terminal is too low, without those that are finished and have nothing to show. */
function blockOf(counts: ReadonlyMap<string, TopicCount>, rows: number): readonly string[] {
  const all = [...counts];
  const room = Math.max(1, rows - 3);
  const shown = all.length <= room ? all : all.filter(([, { total, decided, failed }]) => decided < total || failed > 0).slice(0, room);
  const width = Math.max(0, ...shown.map(([topic]) => topic.length));
  return shown.map(([topic, { total, decided, failed, undecided }]) => {
    const sign = failed > 0 ? '✗' : decided < total ? '·' : undecided > 0 ? '?' : '✓';
    const parts = [...(failed > 0 ? [`${failed} failed`] : []), ...(undecided > 0 ? [`${undecided} undecided`] : [])];
    return `${sign} ${topic.padEnd(width)} ${`${decided}/${total}`.padStart(7)}${parts.length > 0 ? `  ${parts.join(', ')}` : ''}`;
  });
}

function waitingLine({ line, until, requests }: { readonly line: WaitLine; readonly until: number; readonly requests: number }): string {
  const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  return `${describeWait({ ...line, seconds: left }, requests)}, until ${new Date(until).toTimeString().slice(0, 8)}`;
}

/** A wait in words. A plan is an estimate, so more requests may be sent. */
export function describeWait({ seconds, principal, sent }: WaitLine, requests: number): string {
  const why = principal === undefined ? 'for time to pass' : `for the quota of ${principal}`;
  return `waiting ${seconds} s ${why}, ${sent} of ${Math.max(sent, requests)} requests`;
}
