import type { Exchange } from '../../../suites/result/result.ts';

export const senderNames = ['send', 'sendLines', 'sendBytes', 'sendHttp2'] as const;

/** The functions of generated files that send a request. */
export type Sender = (typeof senderNames)[number];

const plainMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The sender for a request: Playwright's client if it can send it, else the modules of Node.js. */
export function senderOf({ request, sent = 'client' }: Exchange): Sender {
  const { method, url, headers, body, from, pieces, certificate } = request;
  if (sent === 'http2') return 'sendHttp2';
  if (sent === 'raw' || (pieces ?? 1) > 1) return 'sendBytes';
  const names = headers.map(([name]) => name.toLowerCase());
  const repeated = new Set(names).size < names.length;
  const controlled = ['host', 'connection', 'transfer-encoding', 'content-length', 'cookie', 'te', 'upgrade'].some((name) =>
    names.includes(name),
  );
  const odd = headers.some(([, value]) => value === '' || /[^\t\x20-\x7e‹›]/.test(value));
  const untyped = body !== undefined && !names.includes('content-type');
  const kept = url.replace(/‹[^›]*›/g, 'x');
  const changed = !URL.canParse(kept) || new URL(kept).href !== (/^https?:\/\/[^/]+$/.test(kept) ? `${kept}/` : kept);
  const bodied = body !== undefined && (method === 'GET' || method === 'HEAD');
  return from !== undefined ||
    certificate !== undefined ||
    repeated ||
    controlled ||
    odd ||
    untyped ||
    changed ||
    bodied ||
    !plainMethods.has(method)
    ? 'sendLines'
    : 'send';
}

/** The imports of each sender. */
export const imports: { readonly [sender in Sender]: readonly string[] } = {
  send: [],
  sendLines: ["import http from 'node:http';", "import https from 'node:https';"],
  sendBytes: ["import net from 'node:net';", "import tls from 'node:tls';"],
  sendHttp2: ["import http2 from 'node:http2';"],
};

/** The code of the senders. All return the same type, and their errors do not show the request. */
export const senders: { readonly [sender in Sender]: string } = {
  send: `/** Sends a request with Playwright's client. Of its error only the first line is kept: the rest shows the headers. */
async function send(request: APIRequestContext, { method, url, headers, body }: SentRequest): Promise<ReceivedResponse> {
  try {
    const response = await request.fetch(url, {
      method,
      headers: Object.fromEntries(headers),
      ...(body !== undefined && { data: Buffer.from(body) }),
      maxRedirects: 0,
      failOnStatusCode: false,
    });
    return { status: response.status(), headers: response.headersArray().map(({ name, value }) => [name, value]), body: await response.text() };
  } catch (error) {
    throw new Error(\`no response: \${String(error).split('\\n', 1)[0]}\`);
  }
}`,
  sendLines: `/** Sends a request with exactly these header lines: Playwright's client would change them. */
function sendLines({ method, url, headers, body, from, certificate }: SentRequest): Promise<ReceivedResponse> {
  const [, scheme, authority = '', path = ''] = /^(https?):\\/\\/([^/?#]+)(.*)$/s.exec(url) ?? [];
  const { hostname, port } = new URL(\`\${scheme}://\${authority}\`);
  const lines = headers.some(([name]) => name.toLowerCase() === 'host') ? headers : [['Host', authority] as const, ...headers];
  const measured = body === undefined || headers.some(([name]) => name.toLowerCase() === 'content-length');
  const length = measured ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const];
  return new Promise((resolve, reject) => {
    const options = {
      host: hostname.replace(/^\\[|\\]$/g, ''),
      port: port === '' ? undefined : Number(port),
      method,
      path: path === '' ? '/' : path,
      headers: [...lines, ...length].flat(),
      agent: false,
      localAddress: from,
      timeout: 15_000,
      rejectUnauthorized: !insecure,
      cert: certificate,
      key: certificate,
    };
    const request = (scheme === 'https' ? https : http).request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: paired(response.rawHeaders), body: Buffer.concat(chunks).toString() }));
    });
    request.on('timeout', () => request.destroy(new Error('no response within 15 s')));
    request.on('error', (error) => reject(new Error(\`no response: \${error.message}\`)));
    request.end(body);
  });
}`,
  sendBytes: `/** Writes a request to a socket: no client would send it. */
function sendBytes({ method, url, headers, body, pieces = 1, certificate }: SentRequest): Promise<ReceivedResponse> {
  const [, scheme, authority = '', path = ''] = /^(https?):\\/\\/([^/?#]+)(.*)$/s.exec(url) ?? [];
  const { hostname, port } = new URL(\`\${scheme}://\${authority}\`);
  const where = { host: hostname.replace(/^\\[|\\]$/g, ''), port: Number(port || (scheme === 'https' ? 443 : 80)) };
  const length = body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const];
  const own = headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [['Host', authority] as const];
  const lines = [...own, ['Connection', 'close'] as const, ...headers, ...length].map(([name, value]) => \`\${name}: \${value}\`);
  const bytes = Buffer.concat([Buffer.from(\`\${[\`\${method} \${path} HTTP/1.1\`, ...lines].join('\\r\\n')}\\r\\n\\r\\n\`, 'latin1'), Buffer.from(body ?? '')]);
  return new Promise((resolve, reject) => {
    const socket =
      scheme === 'https'
        ? tls.connect({ ...where, ...(net.isIP(where.host) === 0 && { servername: where.host }), rejectUnauthorized: !insecure, cert: certificate, key: certificate })
        : net.connect(where);
    const chunks: Buffer[] = [];
    const size = Math.ceil(bytes.length / pieces);
    const write = (at: number) => {
      if (at >= bytes.length || socket.destroyed) return;
      socket.write(bytes.subarray(at, at + size));
      if (pieces > 1) setTimeout(write, pieces > 4 ? 0 : 20, at + size);
    };
    socket.setNoDelay(true);
    socket.setTimeout(15_000, () => socket.destroy(new Error('no response within 15 s')));
    socket.on(scheme === 'https' ? 'secureConnect' : 'connect', () => write(0));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error) => reject(new Error(\`no response: \${error.message}\`)));
    socket.on('close', () => {
      const [head = '', ...rest] = Buffer.concat(chunks).toString('latin1').split('\\r\\n\\r\\n');
      const [first = '', ...fields] = head.split('\\r\\n');
      const status = Number(/^HTTP\\/1\\.\\d (\\d{3})/.exec(first)?.[1]);
      if (!status) return reject(new Error('the connection was closed without a response'));
      const parts = fields.map((line): readonly [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
      const chunked = parts.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && /chunked/i.test(value));
      const raw = rest.join('\\r\\n\\r\\n');
      resolve({ status, headers: parts, body: Buffer.from(chunked ? raw.replace(/^[0-9a-f]+\\r\\n|\\r\\n[0-9a-f]+\\r\\n(?:\\r\\n)?/gi, '') : raw, 'latin1').toString() });
    });
  });
}`,
  sendHttp2: `/** Sends a request over HTTP/2: Playwright's client does not support it. */
function sendHttp2({ method, url, headers, body, certificate }: SentRequest): Promise<ReceivedResponse> {
  const [, origin = '', authority = '', path = ''] = /^(https?:\\/\\/([^/?#]+))(.*)$/s.exec(url) ?? [];
  return new Promise((resolve, reject) => {
    const session = http2.connect(origin, { rejectUnauthorized: !insecure, cert: certificate, key: certificate });
    const fail = (error: Error) => {
      session.destroy();
      reject(new Error(\`no response: \${error.message}\`));
    };
    session.on('error', fail);
    const fields = Object.fromEntries(headers.filter(([name]) => name.toLowerCase() !== 'host').map(([name, value]) => [name.toLowerCase(), value]));
    const stream = session.request({ ':method': method, ':path': path === '' ? '/' : path, ':authority': authority, ...fields });
    const chunks: Buffer[] = [];
    let lines: readonly (readonly [string, string])[] = [];
    let status = 0;
    stream.setTimeout(15_000, () => fail(new Error('no response within 15 s')));
    stream.on('error', fail);
    stream.on('response', (received) => {
      status = Number(received[':status']);
      lines = Object.entries(received).flatMap(([name, value]) => (name.startsWith(':') ? [] : [[name, String(value)] as const]));
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      session.close();
      resolve({ status, headers: lines, body: Buffer.concat(chunks).toString() });
    });
    stream.end(body);
  });
}`,
};
