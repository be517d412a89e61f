import { startMock } from './mock.ts';

const mock = await startMock();
const key = mock.mint().credential;
const base = mock.contract.servers[0]?.url ?? '';
const log = document.querySelector('ol')!;

/** Lists the specimens with a key, and adds what came to the page. */
async function list(credential?: string): Promise<void> {
  const response = await fetch(`${base}/specimens`, { headers: credential === undefined ? {} : { 'X-Api-Key': credential } });
  const remaining = response.headers.get('X-RateLimit-Remaining');
  const retryAfter = response.headers.get('Retry-After');
  const words = [`${response.status}`];
  if (remaining !== null) words.push(`${remaining} requests left`);
  if (retryAfter !== null) words.push(`retry after ${retryAfter} s`);
  log.append(Object.assign(document.createElement('li'), { textContent: words.join(', ') }));
}

const onClick = (id: string, action: () => void) => document.querySelector(`#${id}`)!.addEventListener('click', action);
onClick('list', () => void list(key));
onClick('list-without-key', () => void list());
onClick('wait', () => mock.clock.advance(60_000));
document.body.dataset['ready'] = 'true';
