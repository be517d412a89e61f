import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { usage } from '../failure.ts';
import { trustLines } from '../mock/trust.ts';

/** Prints how clients and systems trust the CA of a folder that `mock --tls-dir` made. */
export function ca({ folder }: { readonly folder: string }): number {
  const file = resolve(folder, 'ca.pem');
  if (!existsSync(file)) throw usage(`${file}: there is no CA; make one with: auth-conformance mock --tls-dir ${folder}`);
  process.stdout.write(`${trustLines(file).join('\n')}\n`);
  return 0;
}
