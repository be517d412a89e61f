import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServedMock } from '../mock.ts';
import { bind } from './bind.ts';
import { createClientCertificates } from './tls/client-certificates.ts';
import { createConnections } from './connections.ts';
import { createControl } from './control.ts';
import { prepareIdentities } from './tls/identities.ts';
import { listenerLimits, type ListenerLimits } from './limits.ts';
import type { Listening, ListenOptions } from './listening.ts';
import { bracketed, listenForRequests, type ListenForRequests } from './request-listeners.ts';

/** A temporary folder that is created when it is needed. */
function temporaryFolder() {
  let made: Promise<string> | undefined;
  return {
    folder: () => (made ??= mkdtemp(join(tmpdir(), 'auth-conformance-'))),
    async discard() {
      if (made) await rm(await made, { recursive: true, force: true });
    },
  };
}

/** The most connections of the control listener. */
const controlConnections = 16;

/**
 * Starts the listeners: HTTPS with HTTP/1.1 and HTTP/2, plain HTTP, and the control listener.
 *
 * @param start - starts those for requests: in this process by default
 * @throws Error when a port cannot be bound or a certificate cannot be read.
 */
export async function listen(
  mock: ServedMock,
  options: ListenOptions = {},
  limits: ListenerLimits = listenerLimits,
  start: ListenForRequests = listenForRequests,
): Promise<Listening> {
  const { host = '127.0.0.1', port = 0, httpPort = 0, controlPort = 0, controlHost = '127.0.0.1', controlToken, log } = options;
  let isDraining = false;
  const { folder, discard } = temporaryFolder();
  const closers: (() => Promise<void>)[] = [discard];
  const close = async () => void (await Promise.all(closers.map((closer) => closer())));
  try {
    const { ca, identities } = await prepareIdentities(mock, options, folder);
    const clients = await createClientCertificates(mock, Date.now(), folder);
    const { url, httpUrl, report, renew, ...requests } = await start(
      mock,
      { host, port, httpPort, identities, clientCa: clients?.authority, log },
      limits,
    );
    closers.push(requests.close);
    const urls = {
      url,
      httpUrl,
      ca,
      ...(clients && { clientCertificates: clients.files }),
      async drain(mostMs: number) {
        isDraining = true;
        await requests.drain(mostMs);
      },
      close,
    };
    if (controlPort === false) return urls;
    const control = createControl(mock, controlToken, {
      changed: renew,
      issue: clients?.issue,
      health: { ready: () => !isDraining && mock.ready?.() !== false, report },
      hooks: options.hooks,
    });
    const bound = await bind(control.server, controlPort, controlHost, createConnections(controlConnections));
    closers.push(() => bound.close());
    return { ...urls, control: { url: `http://${bracketed(controlHost)}:${bound.port}`, token: control.token } };
  } catch (cause) {
    await close();
    throw cause;
  }
}
