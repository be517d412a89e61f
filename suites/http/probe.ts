/**
 * Sends requests to a real server, at four levels.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { originsOf, type Origins } from './channel.ts';
import type { Settings } from '../engine/settings.ts';
import type { Call, Capabilities, Target } from './target.ts';
import { createClient } from './levels/client.ts';
import { withDigestAnswers } from './digest.ts';
import { handshake } from './handshake.ts';
import { connectHooks } from './hooks.ts';
import { createHttp2Sender, speaksHttp2 } from './levels/http2.ts';
import { createLines } from './levels/lines.ts';
import { createPace } from './pace.ts';
import { withCommonHeaders } from './request.ts';
import { createRaw } from './levels/raw.ts';
import { survey } from './survey.ts';
import { withTraceparent, type Tracing } from './tracing.ts';
import { schemeOf, type Wire } from './wire.ts';

/**
 * Opens a target.
 *
 * @param tracing - where each request is noted; without it, none has a `traceparent` header
 * @throws {HooksError} if hooks are configured and do not respond
 */
export async function openTarget(settings: Settings, tracing?: Tracing): Promise<Target> {
  const origins = originsOf(settings);
  const wire: Wire = {
    ...(settings.tls.ca !== undefined && { ca: settings.tls.ca }),
    ...(settings.tls.client && { client: settings.tls.client }),
    ...(settings.proxy && { proxy: settings.proxy }),
    insecure: settings.tls.insecure,
    timeout: settings.timeout,
    now: Date.now,
  };
  const capabilities: Capabilities = settings.hooks ? await connectHooks(settings.hooks, wire, withCommonHeaders(settings)) : {};
  const turn = createPace(settings.pace, wire.now);
  const senders = new Map<string | undefined, ReturnType<typeof createLevels>>();
  /** Connections with different client certificates have nothing in common. */
  const levelsWith = (certificate: string | undefined) => {
    const known = senders.get(certificate);
    if (known) return known;
    const own = certificate === undefined ? wire : { ...wire, client: { cert: certificate, key: certificate } };
    const made = createLevels(origins, own);
    senders.set(certificate, made);
    return made;
  };
  const transmit = (call: Call) => levelsWith(call.certificate)[call.level].send(call);
  const send = tracing ? withTraceparent(transmit, origins, tracing) : transmit;
  return withDigestAnswers({
    async send(call) {
      await turn();
      return send(call);
    },
    capabilities,
    ...(schemeOf(origins.target) === 'https' && { handshake: (version) => handshake(origins.target, wire, version) }),
    survey: (channel) => survey(origins[channel], wire),
    wire: { speaksHttp2: () => speaksHttp2(origins.target, wire) },
    // It rejects when aborted; callers check the signal themselves.
    wait: (milliseconds, halted) => sleep(milliseconds, undefined, halted && { signal: halted }).catch(() => {}),
    now: Date.now,
    close: async () => void (await Promise.all([...senders.values()].map(({ client }) => client.close()))),
  });
}

const createLevels = (origins: Origins, wire: Wire) => ({
  client: createClient(origins, wire),
  lines: createLines(origins, wire),
  raw: createRaw(origins, wire),
  http2: createHttp2Sender(origins, wire),
});
