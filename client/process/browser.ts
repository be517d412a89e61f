import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Follows redirects as a browser does. The page that a redirect leads to may not be listening yet. */
const program = `let url = process.argv[2];
for (let hops = 0; url !== undefined && hops < 20; hops += 1) {
  let response;
  for (let tries = 0; response === undefined && tries < 50; tries += 1) {
    response = await fetch(url, { redirect: 'manual', headers: { Accept: 'text/html' } }).catch(() => undefined);
    if (response === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const next = response?.headers.get('Location');
  url = next ? new URL(next, url).href : undefined;
}
`;

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Writes a command that stands for a person with a browser: it follows a URL up to the redirect URI of the client, and returns at once.
 *
 * @returns the path, for the variable BROWSER
 */
export async function writeBrowser(folder: string): Promise<string> {
  const script = join(folder, 'browser.mjs');
  const command = join(folder, 'browser');
  await writeFile(script, program);
  const line = `${quoted(process.execPath)} ${quoted(script)} "$1" >/dev/null 2>&1 &`;
  await writeFile(command, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  return command;
}
