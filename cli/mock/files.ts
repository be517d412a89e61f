import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mock } from '../../mock/create.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import { configuredSecrets } from '../../suites/redaction/configured.ts';
import { makeFolder } from '../output/folder.ts';
import { mockClients } from '../run/mock-clients.ts';
import { mockPrincipals } from '../run/mock-principals.ts';

/** The files of a mock: its CA certificate, and the variables of curl lines. */
export const mockFiles = { ca: 'ca.pem', secrets: 'secrets.env' } as const;

/**
 * Writes the CA certificate of a mock, and a shell file that sets the variables of curl lines to its secrets.
 *
 * @throws {CommandFailure} with exit code 2 if the folder is not writable
 */
export async function writeMockFiles(folder: string, mock: Pick<Mock, 'principals' | 'clients' | 'people'>, listening: Listening) {
  await makeFolder('--files', folder);
  const principals = await mockPrincipals(mock, listening);
  const secrets = configuredSecrets({ principals, clients: mockClients(mock) });
  const lines = secrets.map(({ shell, value }) => `export ${shell.slice(1)}='${value.replaceAll("'", String.raw`'\''`)}'\n`);
  await copyFile(listening.ca, join(folder, mockFiles.ca));
  await writeFile(join(folder, mockFiles.secrets), lines.join(''), { mode: 0o600 });
}
