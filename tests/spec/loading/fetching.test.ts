import { createServer, type RequestListener } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import { files } from '../documents.ts';
import { fetchText } from '../../../spec/loading/files/text.ts';

/** What a server does that a document is fetched from, by path. */
const conducts: { readonly [path: string]: RequestListener } = {
  '/sound': (_, response) => void response.setHeader('Content-Type', 'application/yaml').end('\uFEFFopenapi: 3.1.0'),
  '/silent': () => {},
  '/dripping': (_, response) => void response.writeHead(200).write(' '),
  '/endless': (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  },
  '/circle': (_, response) => void response.writeHead(302, { Location: '/circle' }).end(),
  '/one-more': (_, response) => void response.writeHead(302, { Location: '/sound' }).end(),
  '/elsewhere': (_, response) => void response.writeHead(302, { Location: 'http://169.254.169.254/latest' }).end(),
  '/file': (_, response) => void response.writeHead(302, { Location: 'file:///etc/passwd' }).end(),
  '/closing': (request) => void request.socket.destroy(),
};

const server = createServer((request, response) => {
  const conduct = conducts[request.url ?? ''];
  if (conduct) conduct(request, response);
  else response.writeHead(404).end();
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fetched = (path: string) =>
  fetchText(`${origin}${path}`, (url) => url.startsWith(origin), { seconds: 0.3, megabytes: 1, redirects: 2 });

describe('a document at a URL', () => {
  test('is fetched without its byte order mark, through a redirect', async () => {
    const sound = { body: 'openapi: 3.1.0', type: 'application/yaml' };
    expect([await fetched('/sound'), await fetched('/one-more')]).toEqual([sound, sound]);
  });

  test.each([
    ['/silent', 'the server took longer than 0.3 seconds'],
    ['/dripping', 'the server took longer than 0.3 seconds'],
    ['/endless', 'it is larger than 1 MB'],
    ['/circle', 'the server redirects more than 2 times'],
    ['/elsewhere', 'the server redirects to http://169.254.169.254/latest, which may not be read'],
    ['/file', 'the server redirects to file:/etc/passwd, which may not be read'],
    ['/missing', 'the server returned 404'],
    ['/closing', 'it cannot be fetched: other side closed'],
  ])('at %s is refused: %s', async (path, why) => {
    expect(await fetched(path)).toEqual({ why });
  });
});

test('a file that is too large is not read', async () => {
  const file = await files({ 'large.yaml': 'x'.repeat(1024 * 1024 + 1), 'small.yaml': 'x' });
  const limits = { seconds: 1, megabytes: 1, redirects: 0 };
  expect(await fetchText(file, undefined, limits)).toEqual({ why: 'it is larger than 1 MB' });
  expect(await fetchText(file.replace('large', 'small'), undefined, limits)).toEqual({ body: 'x' });
});
