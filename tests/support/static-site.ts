/**
 * Files of a folder over HTTP, for pages that browsers do not load from files.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

export interface StaticSite {
  /** `http://127.0.0.1:40123`. */
  readonly address: string;
  /** The paths of all requests. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const types: { readonly [extension: string]: string } = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Serves a folder on a free port. */
export async function serveFolder(folder: string): Promise<StaticSite> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://127.0.0.1').pathname.replace(/\/$/, '/index.html');
    asked.push(path);
    readFile(join(folder, path)).then(
      (body) => response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream').end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port }: Pick<AddressInfo, 'port'> = Object.assign({ port: 0 }, server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    close: () => new Promise((resolve, reject) => void server.close((error) => (error ? reject(error) : resolve()))),
  };
}
