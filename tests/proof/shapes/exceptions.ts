/**
 * What some front has no way to say, and that it has none.
 *
 * @module
 */
import { connect as connectHttp2 } from 'node:http2';
import { expect } from 'vitest';
import type { Exception, Sent } from './shape.ts';

/** Whatever HTTP/2 is attempted without TLS, no request of it is ever read. */
export const noHttp2WithoutTls: Exception = {
  reason: 'without TLS only HTTP/1.1 is spoken',
  async holds({ plainOrigin, http1 }) {
    const session = connectHttp2(plainOrigin);
    const outcome = await new Promise<string>((resolve) => {
      session.on('error', ({ message }) => resolve(message));
      const stream = session.request({ ':path': '/' });
      stream.on('response', (headers) => resolve(`answered with ${headers[':status']}`));
      stream.on('error', ({ message }) => resolve(message));
      stream.end();
    });
    session.destroy();
    expect(outcome).toMatch(/protocol error/i);
    const upgrade: Sent['headers'] = [
      ['Connection', 'Upgrade, HTTP2-Settings'],
      ['Upgrade', 'h2c'],
      ['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
    ];
    const { status } = await http1.send({ target: '', headers: upgrade, secure: false });
    expect(status).toBe(403);
  },
};

/** A Web `Request` has one value for each name; two lines are one long before anybody sends them. */
export const noSecondLine: Exception = {
  reason: 'lines of one name are joined by `Headers`, and what they make is no key',
  async holds({ front, keys }) {
    const headers = [['X-Api-Key', keys.of('all')] as const, ['X-Api-Key', keys.of('all')] as const];
    const joined = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
    expect([...joined]).toEqual([['x-api-key', `${keys.of('all')}, ${keys.of('all')}`]]);
    expect((await front.send({ target: '/specimens', headers })).status).toBe(401);
  },
};
