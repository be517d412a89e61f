import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createRaw, parseReply } from '../../../suites/http/levels/raw.ts';
import { serve } from '../../support/servers.ts';

const everywhere = (origin: string) => ({ target: origin, plain: origin, oauth: origin, 'plain-oauth': origin });

const bytes = (text: string) => Buffer.from(text, 'latin1');

test('a request arrives byte for byte, whatever HTTP forbids in it', async () => {
  const arrived: Buffer[] = [];
  const served = await serve((socket) => {
    socket.on('data', (chunk) => {
      arrived.push(chunk);
      socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
    });
  });
  onTestFinished(() => served.close());
  const wire = { insecure: false, timeout: 1_000, now: () => 0 };
  const raw = createRaw(everywhere(served.http), wire);
  const headers = ['Authorization', 'Bearer a\u0000b\u0001\u00ff', 'Bad Name', 'x', 'Authorization', ''];
  const sent = await raw.send({ method: 'GET', target: '/%zz|', headers, channel: 'plain', level: 'raw' });
  expect(sent.reply).toEqual({ status: 400, headers: ['Content-Length', '0'], body: '' });
  const text = Buffer.concat(arrived).toString('latin1');
  expect(text).toMatch(/^GET \/%zz\| HTTP\/1\.1\r\n/);
  expect(text).toContain('\r\nAuthorization: Bearer a\u0000b\u0001\u00ff\r\nBad Name: x\r\nAuthorization: \r\n');
  expect(text.endsWith('\r\n\r\n')).toBe(true);
});

describe('a response', () => {
  const content = fc.string({ unit: 'binary', maxLength: 60 });
  const name = fc.stringMatching(/^X-[A-Za-z]{1,8}$/);
  const value = fc.stringMatching(/^(?:[!-~](?:[ -~]{0,20}[!-~])?)?$/);
  const lines = fc.array(fc.tuple(name, value), { maxLength: 5 }).map((pairs) => pairs.flat());
  const text = (headers: readonly string[]) =>
    headers.flatMap((field, index) => (index % 2 === 0 ? [`${field}: ${headers[index + 1]}\r\n`] : [])).join('');
  const status = fc.integer({ min: 200, max: 599 }).filter((code) => code !== 204 && code !== 304);

  /** Each way to state the length of a body. */
  const framings: {
    readonly [title: string]: (
      headers: string,
      body: Buffer,
      cuts: readonly number[],
    ) => { readonly whole: Buffer; readonly needsEnd?: true };
  } = {
    'with a length': (headers, body) => ({ whole: Buffer.concat([bytes(`${headers}content-length: ${body.length}\r\n\r\n`), body]) }),
    'in chunks': (headers, body, cuts) => {
      const ends = [...new Set([...cuts.map((cut) => cut % (body.length + 1)), body.length])].toSorted((one, other) => one - other);
      const chunks = ends.map((end, index) => body.subarray(ends[index - 1] ?? 0, end)).filter(({ length }) => length > 0);
      const parts = chunks.flatMap((chunk) => [bytes(`${chunk.length.toString(16)};x=y\r\n`), chunk, bytes('\r\n')]);
      return { whole: Buffer.concat([bytes(`${headers}Transfer-Encoding: chunked\r\n\r\n`), ...parts, bytes('0\r\n\r\n')]) };
    },
    'until the connection ends': (headers, body) => ({ whole: Buffer.concat([bytes(`${headers}\r\n`), body]), needsEnd: true }),
  };

  for (const [title, frame] of Object.entries(framings)) {
    test(`${title} is parsed completely or not at all, wherever it is split`, () => {
      fc.assert(
        fc.property(status, lines, content, fc.array(fc.nat(100), { maxLength: 4 }), fc.nat(), (code, headers, body, cuts, at) => {
          const { whole, needsEnd = false } = frame(`HTTP/1.1 ${code} Some Words\r\n${text(headers)}`, Buffer.from(body, 'utf8'), cuts);
          const reply = parseReply(whole, needsEnd, 'GET');
          expect(reply).toMatchObject({ status: code, body });
          expect(reply!.headers.slice(0, headers.length)).toEqual(headers);
          const part = whole.subarray(0, at % whole.length);
          expect([undefined, reply]).toContainEqual(parseReply(part, false, 'GET'));
          if (needsEnd) expect(parseReply(whole, false, 'GET')).toBeUndefined();
        }),
        { numRuns: 200 },
      );
    });
  }

  test('after an interim response is the final one', () => {
    const whole = bytes(
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno',
    );
    expect(parseReply(whole, false, 'GET')).toEqual({ status: 401, headers: ['Content-Length', '2'], body: 'no' });
  });

  test.for([204, 304])('%i has no content, whatever its headers state', (code) => {
    expect(parseReply(bytes(`HTTP/1.1 ${code} \r\nContent-Length: 9\r\n\r\n`), false, 'GET')).toMatchObject({ status: code, body: '' });
  });

  test('that is invalid is never parsed, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (noise, closed) => {
        fc.pre(!Buffer.from(noise).toString('latin1').startsWith('HTTP/1.'));
        expect(parseReply(Buffer.from(noise), closed, 'GET')).toBeUndefined();
      }),
    );
    for (const line of ['HTTP/2 200 OK', 'HTTP/1.1 99 Low', 'HTTP/1.1 600 High', 'HTTP/1.1 20 Short', 'ICY 200 OK']) {
      expect(parseReply(bytes(`${line}\r\nContent-Length: 0\r\n\r\n`), true, 'GET')).toBeUndefined();
    }
  });

  test('whose body was cut off is not complete', () => {
    expect(parseReply(bytes('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhalf'), true, 'GET')).toBeUndefined();
    expect(parseReply(bytes('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'), true, 'GET')).toBeUndefined();
  });
});

test('a long response is complete even if the connection stays open', async () => {
  const body = 'x'.repeat(300_001);
  const served = await serve((socket) => {
    socket.once('data', () => void socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`));
  });
  onTestFinished(() => served.close());
  const raw = createRaw(everywhere(served.http), { insecure: false, timeout: 10_000, now: Date.now });
  const sent = await raw.send({ method: 'GET', target: '/', headers: [], channel: 'plain', level: 'raw' });
  expect(sent.reply?.body).toBe(body);
  expect(sent.milliseconds).toBeLessThan(9_000);
});

test.each([2, 1_000])('a request in up to %i pieces arrives completely, and not at once', async (pieces) => {
  const arrived: Buffer[] = [];
  const served = await serve((socket) => {
    socket.on('data', (chunk: Buffer) => {
      arrived.push(chunk);
      if (Buffer.concat(arrived).includes('\r\n\r\n')) socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
  });
  onTestFinished(() => served.close());
  const raw = createRaw(everywhere(served.http), { insecure: false, timeout: 1_000, now: () => 0 });
  const sent = await raw.send({ method: 'GET', target: '/', headers: ['X', 'y'], channel: 'plain', level: 'raw', pieces });
  expect(sent.reply?.status).toBe(204);
  expect(arrived.length).toBeGreaterThan(1);
  expect(Buffer.concat(arrived).toString('latin1')).toMatch(/^GET \/ HTTP\/1\.1\r\n[^]*\r\nX: y\r\n\r\n$/);
});

test('a body in a response to HEAD is seen, whether or not the connection ends', async () => {
  for (const end of [true, false]) {
    const served = await serve((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello');
        if (end) socket.end();
      });
    });
    onTestFinished(() => served.close());
    const raw = createRaw(everywhere(served.http), { insecure: false, timeout: 1_000, now: () => 0 });
    const { reply } = await raw.send({ method: 'HEAD', target: '/', headers: [], channel: 'plain', level: 'raw' });
    expect(reply).toEqual({ status: 200, headers: ['Content-Length', '5'], body: 'hello' });
  }
});

describe('a hostile response', () => {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  const hostile: { readonly [title: string]: readonly [response: string, body: string | undefined] } = {
    'with a hundred thousand informational responses before it': [
      `${'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100_000)}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`,
      'ok',
    ],
    'after an informational response without a reason': [
      'HTTP/1.1 103\r\nLink: </a>\r\n\r\nHTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok',
      'ok',
    ],
    'with nothing but informational responses': ['HTTP/1.1 100 Continue\r\n\r\n'.repeat(100_000), undefined],
    'with a chunk of negative length': [`${chunked}-40\r\nabc\r\n0\r\n\r\n`, undefined],
    'with a negative length': ['HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nabc', undefined],
    'with a chunk longer than any number': [`${chunked}${'f'.repeat(300)}\r\nabc`, undefined],
  };
  for (const [title, [response, body]] of Object.entries(hostile)) {
    test(title, () => expect(parseReply(bytes(response), true, 'GET')?.body).toBe(body));
  }
});
