/**
 * Whether text written to a stream is coloured: on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`; elsewhere, a CI server's log
 * included, only where `FORCE_COLOR` asks for it.
 *
 * @see https://no-color.org and https://force-color.org
 */
export function isColoured(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env): boolean {
  if (environment['NO_COLOR']) return false;
  const forced = environment['FORCE_COLOR'];
  if (forced) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}
