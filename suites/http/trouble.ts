import type { Trouble } from './target.ts';

/** The kind of a failed exchange, by the code of the underlying error. */
const kinds: { readonly [code: string]: Trouble['kind'] } = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ABORT_ERR: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'garbage',
};

interface Failure {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly name?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** Turns an error of the probe into trouble; never throws. */
export function troubleOf(error: unknown, timeout: number): Trouble {
  const failure = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as Failure;
  const inner = failure.cause ?? failure.errors?.[0];
  const code = typeof failure.code === 'string' ? failure.code : '';
  if (failure.name === 'TimeoutError' || failure.name === 'AbortError') return timedOut(timeout);
  if (inner !== undefined && !(code in kinds)) return troubleOf(inner, timeout);
  const message = typeof failure.message === 'string' && failure.message !== '' ? failure.message : code || 'the connection failed';
  if (code.startsWith('HPE_') || failure.name === 'HTTPParserError')
    return { kind: 'garbage', message: `the response is not HTTP: ${message}` };
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO|ALTNAME|EPROTO/.test(code)) return { kind: 'tls', message: `${plain(message)} (${code})` };
  const kind = kinds[code] ?? 'unreachable';
  return kind === 'timeout' ? timedOut(timeout) : { kind, message };
}

/** OpenSSL's own message, without numbers and file names. */
function plain(message: string): string {
  return /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message;
}

function timedOut(timeout: number): Trouble {
  return { kind: 'timeout', message: `no complete response within ${timeout / 1000} s` };
}
