import type { ServerResponse } from 'node:http';
import type { ServedMock } from '../mock.ts';

/** How often the stream looks for new requests. */
const intervalMs = 100;

/** Sends each request from now on as a server-sent event, until the client leaves. @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
export async function streamJournal(mock: Pick<ServedMock, 'journal'>, response: ServerResponse): Promise<void> {
  let last = (await mock.journal()).at(-1)?.id;
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(': requests from now on\n\n');
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    const entries = await mock.journal();
    const fresh = entries.slice(entries.findLastIndex(({ id }) => id === last) + 1);
    for (const entry of fresh) response.write(`id: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`);
    last = entries.at(-1)?.id ?? last;
    isLooking = false;
  };
  if (response.closed) return;
  const timer = setInterval(() => void look(), intervalMs);
  response.on('close', () => clearInterval(timer));
}
