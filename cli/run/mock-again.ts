import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Settings } from '../../suites/engine/settings.ts';
import type { Result } from '../../suites/result/result.ts';
import type { DocumentArguments } from '../document.ts';
import { mockFiles } from '../mock/files.ts';
import { makeFolder } from '../output/folder.ts';
import type { PreparedRun } from './prepare.ts';

/** What starts the mock of a run again, at the same addresses. */
export interface MockArguments extends DocumentArguments {
  readonly fault: readonly string[];
}

const word = (text: string) => (/^[\w./:@=,+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);

const portOf = (url: string) => new URL(url).port;

/** The command line of a mock at the addresses of a run, as words. */
export function mockCommand(args: MockArguments, { target, httpTarget }: Pick<Settings, 'target' | 'httpTarget'>): readonly string[] {
  const { document, overlay, allowDir, allowRemote, strict, fault } = args;
  const each = (name: string, values: readonly string[] = []) => values.flatMap((value) => [name, value]);
  return [
    'auth-conformance',
    'mock',
    ...(document === undefined ? [] : [document]),
    ...each('--overlay', overlay),
    ...each('--allow-dir', allowDir),
    ...(allowRemote ? ['--allow-remote'] : []),
    ...(strict ? ['--strict'] : []),
    ...each('--fault', fault),
    ...each('--port', [portOf(target)]),
    ...each('--http-port', [portOf(httpTarget)]),
    ...each('--control-port', ['0']),
  ];
}

/** A run whose curl lines name a certificate that stays, and how its mock is started again. */
export interface Lasting {
  readonly prepared: PreparedRun;
  readonly mock?: NonNullable<Result['mock']>;
}

/** Keeps the certificate of a run at the mock in the report folder; other runs stay as they are. */
export async function withLastingMock(prepared: PreparedRun, reportDir: string): Promise<Lasting> {
  const { served, settings } = prepared;
  const { caFile } = settings.tls;
  if (!served || caFile === undefined) return { prepared };
  const folder = resolve(reportDir, 'mock');
  await makeFolder('--report-dir', folder);
  const kept = join(folder, mockFiles.ca);
  await copyFile(caFile, kept);
  return {
    prepared: { ...prepared, settings: { ...settings, tls: { ...settings.tls, caFile: kept } } },
    mock: {
      start: [...mockCommand(served, settings), '--files', folder].map(word).join(' '),
      secrets: `. ${word(join(folder, mockFiles.secrets))}`,
      faults: [...served.fault],
    },
  };
}
