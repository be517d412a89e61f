import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { usage } from '../failure.ts';

export interface ShowCommand {
  readonly reportDir: string;
}

/** Opens the page of the last run in a browser, and prints its path. */
export async function showReport({ reportDir }: ShowCommand): Promise<number> {
  const page = resolve(join(reportDir, 'report.html'));
  if (!existsSync(page)) {
    const results = join(reportDir, 'results.json');
    const hint = existsSync(results)
      ? `auth-conformance report ${results} --format html writes it`
      : 'run first, or name the folder with --report-dir';
    throw usage(`${join(reportDir, 'report.html')} does not exist: ${hint}`);
  }
  process.stdout.write(`${page}\n`);
  const opener = openerOf(process.platform, process.env);
  if (opener !== undefined) await opened(opener, page);
  return 0;
}

/** The command that opens a file in a browser; undefined where there is no screen. */
export function openerOf(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): readonly string[] | undefined {
  const { BROWSER: browser, CI: isCi, DISPLAY: display, WAYLAND_DISPLAY: wayland } = environment;
  if (browser) return [browser];
  if (isCi) return undefined;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return display || wayland ? ['xdg-open'] : undefined;
}

/** Starts the opener, and leaves it alone. If it cannot be started, the printed path is enough. */
function opened([command = '', ...words]: readonly string[], page: string): Promise<void> {
  return new Promise((done) => {
    const child = spawn(command, [...words, page], { detached: true, stdio: 'ignore' });
    child.on('error', () => done());
    child.on('spawn', () => {
      child.unref();
      done();
    });
  });
}
