import type { ProgressLine, WaitLine } from '../../suites/playwright/reporter.ts';

export interface Progress {
  say(text: string): void;
  /** @param requests - how many requests the run is planned to send */
  line(line: ProgressLine, requests: number): void;
  end(): void;
}

/** A wait is repeated that often where no terminal shows it, in milliseconds. */
const repeatMs = 10_000;

/** Prints the progress of a run: one updated line in a terminal, a few lines elsewhere, nothing if quiet. Waits are shown while they last. */
export function createProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  const moving = stream.isTTY && !process.env['CI'];
  let total = 0;
  let count = 0;
  let announced = 0;
  let waiting: NodeJS.Timeout | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  const write = (text: string) => void (quiet || stream.write(text));
  const show = (text: string) => {
    if (!moving && Date.now() - shownAt < repeatMs) return;
    shownAt = Date.now();
    write(moving ? `\r\u001b[K${text}` : `${text}\n`);
  };
  const stopWaiting = () => clearInterval(waiting);
  const wait = (line: WaitLine, requests: number) => {
    stopWaiting();
    const until = Date.now() + line.seconds * 1000;
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left > 0) show(describeWait({ ...line, seconds: left }, requests));
      else stopWaiting();
    };
    waiting = setInterval(tick, moving ? 1000 : repeatMs).unref();
    tick();
  };
  return {
    say: (text) => write(`${text}\n`),
    line(line, requests) {
      if (line.event === 'begin') total = line.total;
      if (line.event === 'wait') wait(line, requests);
      if (line.event !== 'end') return;
      stopWaiting();
      count += 1;
      if (moving) write(`\r\u001b[K${count}/${total} ${line.requirement}`);
      else if (Math.floor((count * 4) / total) > announced) {
        announced = Math.floor((count * 4) / total);
        write(`${count} of ${total} requirements\n`);
      }
    },
    end() {
      stopWaiting();
      write(moving ? '\r\u001b[K' : '');
    },
  };
}

/** A plan is an estimate, so more may be sent. */
function describeWait({ seconds, principal, sent }: WaitLine, requests: number): string {
  const why = principal === undefined ? 'for time to pass' : `for the quota of ${principal}`;
  return `waiting ${seconds} s ${why}, ${sent} of ${Math.max(sent, requests)} requests`;
}
