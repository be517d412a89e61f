/**
 * The probe's third level: bytes written to a socket, for requests that no client sends. One request per connection.
 *
 * @module
 */
import net from 'node:net';
import tls from 'node:tls';
import type { HeaderList } from '../../../spec/message.ts';
import type { Call, Reply, Sent } from '../target.ts';
import { connectionFacts } from './client.ts';
import { troubleOf } from '../trouble.ts';
import { largestBody } from './collector.ts';
import { receivedReply } from './received.ts';
import { endpointOf, schemeOf, tlsOptions, type LevelSender, type Wire } from '../wire.ts';
import type { Origins } from '../channel.ts';
import { overOwnConnection, type Beginning } from '../proxy.ts';

/** A response up to this size is parsed whenever more of it arrives; a larger one when it has grown by a quarter, or after a pause. */
const smallBytes = 65_536;
const pauseMs = 50;

export function createRaw(origins: Origins, wire: Wire): LevelSender {
  return { send: (call) => overOwnConnection(call, origins, wire, exchangeOver(wire)) };
}

const exchangeOver =
  (wire: Wire) =>
  (call: Call, origin: string, beginning: Beginning): Promise<Sent> => {
    const scheme = schemeOf(origin);
    const startedAt = wire.now();
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let connection: Sent['connection'] = { scheme };
      let settled = false;
      let length = 0;
      let nextParse = 0;
      let pause: NodeJS.Timeout | undefined;
      const finish = (rest: Pick<Sent, 'reply'> | Pick<Sent, 'trouble'>) => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        clearTimeout(pause);
        socket.destroy();
        resolve({ startedAt, milliseconds: wire.now() - startedAt, connection, ...rest });
      };
      const leaveOpen = () => {
        const head = parseHead(Buffer.concat(chunks));
        if (!head) return finish({ trouble: troubleOf({ code: 'ETIMEDOUT' }, wire.timeout) });
        const { rest, ...known } = head;
        finish({ reply: receivedReply(known, [rest], true) });
      };
      const timer = setTimeout(leaveOpen, wire.timeout);
      const socket =
        scheme === 'https'
          ? tls.connect({ ...beginning, ...tlsOptions(wire, endpointOf(origin).host) })
          : 'socket' in beginning
            ? beginning.socket
            : net.connect(beginning);
      const begin = () => {
        connection = connectionFacts(scheme, socket);
        write(socket, requestBytes(call, new URL(origin).host), call.pieces ?? 1);
      };
      if (scheme === 'http' && 'socket' in beginning) queueMicrotask(begin);
      else socket.on(scheme === 'https' ? 'secureConnect' : 'connect', begin);
      const parse = (over = false) => {
        nextParse = length < smallBytes ? 0 : length * 1.25;
        const reply = parseReply(Buffer.concat(chunks), over, call.method);
        if (reply) finish({ reply });
      };
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        length += chunk.length;
        clearTimeout(pause);
        if (length > largestBody) leaveOpen();
        else if (call.method === 'HEAD') pause = setTimeout(parse, pauseMs, true);
        else if (length >= nextParse) parse();
        else pause = setTimeout(parse, pauseMs);
      });
      socket.on('error', (error) => finish({ trouble: troubleOf(error, wire.timeout) }));
      socket.on('close', () => {
        const received = Buffer.concat(chunks);
        const reply = parseReply(received, true, call.method);
        if (reply) return finish({ reply });
        const message = received.length === 0 ? 'the connection was closed without a response' : 'the response is not complete HTTP';
        finish({ trouble: { kind: received.length === 0 ? 'closed' : 'garbage', message } });
      });
    });
  };

/** The milliseconds between a few pieces; many pieces are sent as fast as possible with a packet each. */
const apartMs = 20;
const few = 4;

function write(socket: net.Socket, bytes: Buffer, pieces: number): void {
  const size = Math.ceil(bytes.length / pieces);
  socket.setNoDelay(true);
  socket.write(bytes.subarray(0, size));
  const next = (from: number) => {
    if (from >= bytes.length || socket.destroyed) return;
    socket.write(bytes.subarray(from, from + size));
    if (pieces > few) setImmediate(next, from + size);
    else setTimeout(next, apartMs, from + size);
  };
  if (pieces > few) setImmediate(next, size);
  else setTimeout(next, apartMs, size);
}

/** The bytes of a request, with header values as Latin-1 and without corrections. */
function requestBytes(call: Call, host: string): Buffer {
  const body = Buffer.from(call.body ?? '', 'utf8');
  const lines = [`${call.method} ${call.target} HTTP/1.1`, `Host: ${host}`, 'Connection: close'];
  for (let index = 0; index < call.headers.length; index += 2) lines.push(`${call.headers[index]}: ${call.headers[index + 1]}`);
  if (call.body !== undefined) lines.push(`Content-Length: ${body.length}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

/**
 * Parses an HTTP/1.1 response (RFC 9112 §6.3); undefined while it is not complete. What follows the headers of a response to HEAD counts as its
 * body, which must be empty.
 *
 * @param closed - whether the connection is closed, which ends a body without a length
 */
export function parseReply(bytes: Buffer, closed: boolean, method: string): Reply | undefined {
  const head = parseHead(bytes);
  if (!head) return undefined;
  const { status, headers, rest } = head;
  const field = (name: string) => headers[headers.findIndex((line, index) => index % 2 === 0 && line.toLowerCase() === name) + 1];
  const body = wholeBody();
  return body === undefined ? undefined : receivedReply({ status, headers }, [body]);

  function wholeBody(): Buffer | undefined {
    if (method === 'HEAD') return closed ? rest : undefined;
    if (status === 204 || status === 304) return Buffer.alloc(0);
    if (hasField('transfer-encoding') && /chunked/i.test(field('transfer-encoding') ?? '')) return dechunk(rest);
    if (!hasField('content-length')) return closed ? rest : undefined;
    const length = Number(field('content-length'));
    return length >= 0 && rest.length >= length ? rest.subarray(0, length) : undefined;
  }
  function hasField(name: string): boolean {
    return headers.some((line, index) => index % 2 === 0 && line.toLowerCase() === name);
  }
}

/** The status and headers of the final response, and what follows them; undefined while they are not complete. */
function parseHead(bytes: Buffer): { readonly status: number; readonly headers: HeaderList; readonly rest: Buffer } | undefined {
  const begin = finalResponse(bytes);
  const end = bytes.indexOf('\r\n\r\n', begin);
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.subarray(begin, end).toString('latin1').split('\r\n');
  const status = statusOf(statusLine);
  if (!status) return undefined;
  const headers = lines.flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { status, headers, rest: bytes.subarray(end + 4) };
}

/** The status in the first line of a response; NaN if it has none. */
const statusOf = (line: string) => Number(/^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(line)?.[1]);

/** Where the final response begins: behind any number of informational ones (RFC 9110 §15.2). */
function finalResponse(bytes: Buffer): number {
  let begin = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n\r\n', begin);
    if (end < 0 || !(statusOf(bytes.toString('latin1', begin, bytes.indexOf('\r\n', begin))) < 200)) return begin;
    begin = end + 4;
  }
}

/** The content of a chunked body (RFC 9112 §7.1); undefined while its last chunk has not arrived. */
function dechunk(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', offset);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(/^[\da-f]+/i.exec(bytes.subarray(offset, lineEnd).toString('latin1'))?.[0] ?? '', 16);
    if (Number.isNaN(size)) return undefined;
    if (size === 0) return Buffer.concat(parts);
    if (bytes.length < lineEnd + 2 + size + 2) return undefined;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    offset = lineEnd + 2 + size + 2;
  }
}
