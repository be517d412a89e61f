import { readFile, stat } from 'node:fs/promises';
import { hasUserInfo, isUrl, nameOf } from '../name.ts';

/** How long fetching may take in all, and what it may bring. */
export interface FetchLimits {
  readonly seconds: number;
  readonly megabytes: number;
  readonly redirects: number;
}

const usual: FetchLimits = { seconds: 10, megabytes: 20, redirects: 5 };

/** The text of a file, or why it cannot be had: `the file does not exist`. */
export type FetchedText = { readonly body: string; readonly type?: string } | { readonly why: string };

/**
 * Reads a file, or fetches a URL within 10 seconds and five redirects; either of at most 20 MB.
 * @param mayFollow - whether a redirect may lead to a URL
 */
export async function fetchText(
  source: string,
  mayFollow: (url: string) => boolean = () => true,
  limits: FetchLimits = usual,
): Promise<FetchedText> {
  if (hasUserInfo(source)) return { why: 'its URL contains a user or a password: download it, and give the path of the file' };
  if (!isUrl(source)) return readLocal(source, limits).catch(unreadable);
  const signal = AbortSignal.timeout(limits.seconds * 1000);
  try {
    return await fetched(source, { mayFollow, signal, limits }, 0);
  } catch (error) {
    return { why: signal.aborted ? `the server took longer than ${limits.seconds} seconds` : `it cannot be fetched: ${reasonOf(error)}` };
  }
}

async function readLocal(file: string, { megabytes }: FetchLimits): Promise<FetchedText> {
  const { size } = await stat(file);
  return size > megabytes * 1024 * 1024 ? { why: `it is larger than ${megabytes} MB` } : { body: await readFile(file, 'utf8') };
}

function unreadable(error: NodeJS.ErrnoException): FetchedText {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return { why: 'the file does not exist' };
  if (error.code === 'EISDIR') return { why: 'it is a folder' };
  return { why: `it cannot be read (${error.code ?? error.message})` };
}

interface Fetching {
  readonly mayFollow: (url: string) => boolean;
  readonly signal: AbortSignal;
  readonly limits: FetchLimits;
}

async function fetched(url: string, fetching: Fetching, redirects: number): Promise<FetchedText> {
  const { mayFollow, signal, limits } = fetching;
  if (hasUserInfo(url)) return { why: 'its URL contains a user or a password: download it, and give the path of the file' };
  const response = await fetch(url, { signal, redirect: 'manual' });
  const location = response.headers.get('location');
  if (response.status >= 300 && response.status < 400 && location !== null) {
    await response.body?.cancel();
    const next = URL.canParse(location, url) ? new URL(location, url).href : location;
    if (redirects === limits.redirects) return { why: `the server redirects more than ${limits.redirects} times` };
    if (!isUrl(next) || !mayFollow(next)) return { why: `the server redirects to ${nameOf(next)}, which may not be read` };
    return fetched(next, fetching, redirects + 1);
  }
  if (!response.ok) {
    await response.body?.cancel();
    return { why: `the server returned ${response.status}` };
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > limits.megabytes * 1024 * 1024) return { why: `it is larger than ${limits.megabytes} MB` };
    chunks.push(chunk);
  }
  const type = response.headers.get('content-type');
  return {
    body: Buffer.concat(chunks)
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
    ...(type !== null && { type }),
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? cause.message || ((cause as NodeJS.ErrnoException).code ?? cause.name) : error.message;
}
