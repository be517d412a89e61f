import { chromium, type Browser } from '@playwright/test';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The environment variable that names the browser. */
const chromiumVariable = 'AUTH_CONFORMANCE_CHROMIUM';

const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/**
 * Starts a headless Chromium: that of `AUTH_CONFORMANCE_CHROMIUM`, else Playwright's own, else `chromium` on the `PATH`.
 *
 * @throws if there is none
 */
export async function startChromium(environment: NodeJS.ProcessEnv): Promise<Browser> {
  const named = environment[chromiumVariable];
  if (named !== undefined && named !== '') return chromium.launch({ args, executablePath: named });
  try {
    return await chromium.launch({ args });
  } catch (error) {
    if (!String(error).includes("Executable doesn't exist")) throw error;
    const executablePath = await onPath('chromium', environment['PATH'] ?? '');
    if (executablePath !== undefined) return chromium.launch({ args, executablePath });
    throw new Error(`there is no browser: run "npx playwright install chromium", or let ${chromiumVariable} name a Chromium`, {
      cause: error,
    });
  }
}

async function onPath(program: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((part) => part !== '')) {
    const file = join(folder, program);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}
