import type { OwnClient, OwnCredentials } from '../../mock/state/own.ts';
import { usage } from '../failure.ts';

/** Name and value of `NAME=VALUE`. The value may be secret and is not shown. */
function pairOf(option: string, text: string): readonly [name: string, value: string] {
  const end = text.indexOf('=');
  if (end < 1 || end === text.length - 1) throw usage(`${option}: expected NAME=VALUE, got one without a name or value`);
  return [text.slice(0, end), text.slice(end + 1)];
}

/** Parses `--credential NAME=VALUE`. */
export function parseCredentials(texts: readonly string[]): OwnCredentials['credentials'] {
  return Object.fromEntries(texts.map((text) => pairOf('--credential', text)));
}

/** Parses `--client NAME=ID` and `--client NAME=ID:SECRET`; an id has no colon. */
export function parseClients(texts: readonly string[]): OwnCredentials['clients'] {
  return Object.fromEntries(
    texts.map((text): readonly [string, OwnClient] => {
      const [name, value] = pairOf('--client', text);
      const colon = value.indexOf(':');
      return [name, colon === -1 ? { clientId: value } : { clientId: value.slice(0, colon), clientSecret: value.slice(colon + 1) }];
    }),
  );
}
