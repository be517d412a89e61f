import type { Mock } from '../../mock/create.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import type { Contract } from '../../spec/contract.ts';

/** The listeners with the base path that the document has now. */
export function addressesOf(listening: Listening, { basePath }: Contract): Listening {
  const based = (url: string) => `${new URL(url).origin}${basePath}`;
  return { ...listening, url: based(listening.url), httpUrl: based(listening.httpUrl) };
}

/** The lines of an announcement that an earlier one did not have, such as new principals. */
export function addedLines(before: string, now: string): string {
  const known = new Set(before.split('\n'));
  return now
    .split(/(?<=\n)/)
    .filter((line) => !known.has(line.trimEnd()))
    .join('');
}

/** That a changed document is served, and what of the state could not be kept. */
export function reloadedText({ contract, principals }: Mock, { clientCertificates }: Listening, forgottenKeys: number): string {
  const { title, version, operations, schemes } = contract;
  const certificates = new Set(schemes.filter(({ kind }) => kind === 'certificate').map(({ name }) => name));
  const missing = Object.entries(principals).filter(
    ([name, { scheme }]) => certificates.has(scheme) && clientCertificates?.certificates[name] === undefined,
  );
  const lines = [
    `Reloaded: ${title} ${version}, ${operations.length} operation${operations.length === 1 ? '' : 's'}`,
    ...(forgottenKeys === 0
      ? []
      : [`Forgotten: ${forgottenKeys} key${forgottenKeys === 1 ? '' : 's'} whose principal, account, scheme or plan is gone`]),
    ...(missing.length === 0
      ? []
      : [`Without a client certificate until the mock is started again: ${missing.map(([name]) => name).join(', ')}`]),
  ];
  return `${lines.join('\n')}\n`;
}
