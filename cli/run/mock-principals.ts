import { readFile } from 'node:fs/promises';
import type { Mock } from '../../mock/create.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import type { Principal } from '../../suites/engine/settings.ts';

/** The principals of a mock in the form of settings. The secret of one with a client certificate is that certificate, with its key. */
export async function mockPrincipals(
  mock: Pick<Mock, 'principals'>,
  { clientCertificates }: Pick<Listening, 'clientCertificates'>,
): Promise<readonly Principal[]> {
  return Promise.all(
    Object.entries(mock.principals).map(async ([name, principal]) => {
      const file = clientCertificates?.certificates[name];
      return { name, ...principal, ...(file !== undefined && { secret: await readFile(file, 'utf8') }) };
    }),
  );
}
