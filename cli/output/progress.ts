import type { ProgressLine } from '../../suites/playwright/reporter.ts';

export interface Progress {
  say(text: string): void;
  line(line: ProgressLine): void;
  end(): void;
}

/** Prints the progress of a run: one updated line in a terminal, a few lines elsewhere, nothing if quiet. */
export function createProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  const moving = stream.isTTY && !process.env['CI'];
  let total = 0;
  let count = 0;
  let announced = 0;
  const write = (text: string) => void (quiet || stream.write(text));
  return {
    say: (text) => write(`${text}\n`),
    line(line) {
      if (line.event === 'begin') total = line.total;
      if (line.event !== 'end') return;
      count += 1;
      if (moving) write(`\r\u001b[K${count}/${total} ${line.requirement}`);
      else if (Math.floor((count * 4) / total) > announced) {
        announced = Math.floor((count * 4) / total);
        write(`${count} of ${total} requirements\n`);
      }
    },
    end: () => write(moving ? '\r\u001b[K' : ''),
  };
}
