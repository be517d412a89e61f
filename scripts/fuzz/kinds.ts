import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { readConfiguration } from '../../cli/configuration/file.ts';
import { CommandFailure } from '../../cli/failure.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from '../../cli/prove/in-process.ts';
import { createMock } from '../../mock/create.ts';
import type { Contract } from '../../spec/contract.ts';
import { lint } from '../../spec/lint/lint.ts';
import { compileDocument, locateContract } from '../../spec/load.ts';
import { DocumentError } from '../../spec/loading/problem.ts';
import type { Random } from './random.ts';

/** One kind of hostile input. A round throws if the project does not withstand it. */
export interface Kind {
  readonly name: string;
  round(random: Random): Promise<void>;
  close(): Promise<void>;
}

const error = { description: 'No.', content: { 'application/json': { schema: { type: 'object' }, example: { message: 'no' } } } };
const document = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  servers: [{ url: 'https://things.example/v1' }],
  security: [{ Key: [] }],
  components: { securitySchemes: { Key: { type: 'http', scheme: 'bearer' } }, responses: { No: error } },
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'readThing',
        parameters: [{ in: 'path', name: 'id', required: true, schema: { type: 'string', pattern: '^[a-z]+$' }, example: 'a' }],
        responses: {
          '200': {
            description: 'A thing.',
            content: { 'application/json': { schema: { type: 'object', required: ['id'] }, example: { id: 'a' } } },
          },
          '401': { $ref: '#/components/responses/No' },
        },
      },
    },
  },
  'x-auth-conformance': { plans: { free: { limits: ['10/minute'] } }, accounts: { home: { plan: 'free' } } },
};
const text = JSON.stringify(document, null, 1);
const configuration =
  'target: https://127.0.0.1:9/v1\nprincipals:\n  reader: { secret: { env: READER }, scopes: [read] }\nonly: [limits]\n';

const contract: Contract = compileDocument(document);

/** Runs an action on a file with this text. */
async function withFile(body: string, act: (file: string) => Promise<unknown>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-fuzz-'));
  try {
    const file = join(folder, 'file.yaml');
    await writeFile(file, body);
    await act(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const idle = async () => {};

/** A document is refused with a DocumentError, or it can be linted and served. */
const documents: Kind = {
  name: 'documents',
  async round(random) {
    await withFile(random.mutate(text), async (file) => {
      try {
        const located = await locateContract(file);
        lint(located.contract, located.place);
        const response = await createMock(located.contract).fetch(new Request('https://things.example/v1/things/a'));
        await response.text();
      } catch (cause) {
        if (!(cause instanceof DocumentError)) throw cause;
      }
    });
  },
  close: idle,
};

/** A configuration is read, or refused with a code. */
const configurations: Kind = {
  name: 'configuration',
  async round(random) {
    await withFile(random.mutate(configuration), (file) =>
      readConfiguration(file).catch((cause: unknown) => {
        if (!(cause instanceof CommandFailure)) throw cause;
      }),
    );
  },
  close: idle,
};

/** The suites judge whatever a server returns. */
const responses: Kind = {
  name: 'responses',
  async round(random) {
    const mock = stillMock(contract);
    const target = inProcessTarget(mock);
    const session = sessionFor(
      mock,
      {},
      {
        ...target,
        async send(call) {
          const result = await target.send(call);
          if (!('reply' in result) || result.reply === undefined || random.below(3) > 0) return result;
          const { reply } = result;
          const headers = reply.headers.map((value, index) => (index % 2 === 1 && random.below(4) === 0 ? random.mutate(value) : value));
          return {
            ...result,
            reply: {
              ...reply,
              status: random.pick([reply.status, 200, 204, 302, 401, 429, 500, 599]),
              headers,
              body: random.mutate(reply.body),
            },
          };
        },
      },
    );
    await judgeAll(session);
  },
  close: idle,
};

/** The three listeners serve others after any bytes. */
async function listeners(): Promise<Kind> {
  const mock = createMock(contract);
  const listening = await mock.listen({ controlToken: 'token' });
  const [secure, plain, control] = [listening.url, listening.httpUrl, listening.control!.url].map((url) => Number(new URL(url).port));
  const requests = [
    'GET /v1/things/a HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer x\r\n\r\n',
    'POST /v1/things/a HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    `POST /mint HTTP/1.1\r\nHost: 127.0.0.1:${control}\r\nAuthorization: bearer token\r\nContent-Length: 13\r\n\r\n{"scopes":[]}`,
    `POST /clock HTTP/1.1\r\nHost: 127.0.0.1:${control}\r\nAuthorization: bearer token\r\nContent-Length: 16\r\n\r\n{"advance":"1m"}`,
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0\0\0\x06\x01\x05\0\0\0\x01\x82\x87\x84\x41\x01x',
  ];
  const tls = (protocol: string) => connectTls({ host: '127.0.0.1', port: secure!, rejectUnauthorized: false, ALPNProtocols: [protocol] });
  return {
    name: 'listeners',
    async round(random) {
      const open = random.pick([
        () => tls('http/1.1'),
        () => tls('h2'),
        () => connect(plain!, '127.0.0.1'),
        () => connect(control!, '127.0.0.1'),
      ]);
      const bytes = Buffer.from(random.mutate(random.pick(requests)), 'latin1');
      await new Promise<void>((resolve) => {
        const socket = open();
        const late = setTimeout(() => socket.destroy(), 200);
        socket
          .on('error', () => {})
          .on('close', () => {
            clearTimeout(late);
            resolve();
          });
        socket.on('data', () => random.below(2) === 0 && socket.destroy());
        socket.write(bytes);
      });
      const served = await fetch(`${listening.control!.url}/`, { headers: { Authorization: 'Bearer token' } });
      await served.text();
      if (!served.ok) throw new Error(`the control listener returned ${served.status}`);
      const other = await fetch(`${listening.httpUrl}/things/a`);
      await other.text();
      if (other.status >= 500) throw new Error(`plain HTTP returned ${other.status}`);
    },
    close: () => listening.close(),
  };
}

/** Every kind of input. */
export async function fuzzedKinds(): Promise<readonly Kind[]> {
  return [documents, configurations, responses, await listeners()];
}
