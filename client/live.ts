/**
 * A scenario inside a test: the test calls the client, and the scenario judges.
 *
 * @module
 */
import type { HttpHandler } from 'msw';
import type { Contract } from '../spec/contract.ts';
import type { Mock } from '../mock/mock.ts';
import type { ClientEnding } from './journal.ts';
import { judgeClient } from './judge.ts';
import { memoryNetwork } from './stage/memory-network.ts';
import { isPlayable, type ClientScenario } from './scenarios/scenario.ts';
import { clientScenarioNamed, clientScenarios } from './scenarios/scenarios.ts';
import type { Certificates } from './process/certificates.ts';
import { givenTo, type ClientGiven } from './stage/given.ts';
import { verdictOf, type ClientVerdict } from './verdict.ts';
import { realWorld } from './world.ts';

/** Options of a scenario. */
export interface ScenarioOptions {
  /** Path or URL of an OpenAPI document, or a loaded one. Default: the bundled one. */
  readonly document?: string | Contract;
  /** The name of an OAuth client of the document. Default: one with a secret. */
  readonly oauthClient?: string;
  /** Whether it listens on sockets. Default: no; then `fetch` and `handlers` reach it at the URLs of the document. */
  readonly listen?: boolean;
  /** How long `run` waits for the client, in seconds. Default: 45. */
  readonly limitSeconds?: number;
}

/** How a client ended that `run` did not call: a process of another language, for example. */
export interface ReportedEnd {
  /** The exit code. Default: 0. */
  readonly code?: number;
  /** What the client printed. */
  readonly output?: string;
}

/** A scenario that a client can call. */
export interface LiveScenario {
  readonly name: string;
  /** What the client is asked to do: `call`, `sign-in` and so on. */
  readonly task: string;
  /** The base URL of the API. */
  readonly url: string;
  /** The live credential; empty if the document has none. */
  readonly key: string;
  /** Everything that a client is given, by the name of its variable without `AUTH_CONFORMANCE_`. */
  readonly given: ClientGiven;
  /** The path of the certificate to trust; only on sockets. */
  readonly ca?: string;
  /** Handlers for Mock Service Worker; empty on sockets, and if `msw` is not installed. */
  readonly handlers: readonly HttpHandler[];
  /** Responds to the client without a network, and follows redirects as the global one does. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Follows an authorization URL as a browser does; returns the URL at the redirect URI of the client. Not on sockets. */
  browse(url: string): Promise<URL>;
  /** Calls the client, and notes whether it succeeded. Never throws; returns undefined if the client failed or was still running at the limit. */
  run<Value>(client: () => Value | Promise<Value>): Promise<Value | undefined>;
  /** Judges what has arrived. `end`: how the client ended, if `run` did not call it. */
  judge(end?: ReportedEnd): Promise<ClientVerdict>;
  close(): Promise<void>;
}

const loaded = new Map<string, Promise<Contract>>();

async function contractOf(document: ScenarioOptions['document']): Promise<Contract> {
  if (typeof document === 'object') return document;
  const { bundledDocument, readContract } = await import('../spec/loading/bundled.ts');
  const source = document ?? bundledDocument;
  const contract = loaded.get(source) ?? readContract(source);
  loaded.set(source, contract);
  return contract;
}

async function handlersFor(mocks: readonly Mock[], elsewhere: readonly string[]): Promise<readonly HttpHandler[]> {
  try {
    const { createHandlers, originHandler } = await import('../mock/msw.ts');
    return [...elsewhere.map((origin, index) => originHandler(origin, mocks[index + 1]!)), ...createHandlers(mocks[0]!)];
  } catch {
    return [];
  }
}

interface Opened extends Pick<LiveScenario, 'fetch' | 'browse' | 'handlers' | 'close'> {
  readonly setting: Parameters<typeof givenTo>[1];
  readonly stage: Awaited<ReturnType<typeof memoryNetwork>>['stage'];
  readonly addresses: Parameters<typeof givenTo>[3];
  readonly ca?: string;
}

async function onSockets(played: ClientScenario, contract: Contract, clientName: string | undefined): Promise<Opened> {
  const { openSockets } = await import('./process/sockets.ts');
  const { certificates, served, remove } = await openSockets(played, contract, clientName);
  const { ca }: Pick<Certificates, 'ca'> = certificates;
  return {
    ...served,
    ca,
    handlers: [],
    fetch: (input, init) => served.stage.fronts.api.fetch(input, init),
    browse: () => Promise.reject(new RangeError('browse: follow the redirects of the authorization URL on sockets')),
    async close() {
      await served.close();
      await remove();
    },
  };
}

async function inMemory(played: ClientScenario, contract: Contract, clientName: string | undefined): Promise<Opened> {
  if (played.certificate !== undefined) throw new RangeError(`${played.name}: a certificate needs sockets; pass { listen: true }`);
  const network = memoryNetwork(played, contract, clientName);
  const { fronts } = network.stage;
  const mocks = [fronts.api, fronts['other-host'], fronts['other-port']];
  const handlers = await handlersFor(mocks, network.elsewhere);
  return { ...network, handlers, close: async () => {} };
}

/**
 * Sets a scenario up for a client in this process.
 *
 * @throws RangeError if there is no such scenario, or if it cannot be played with the document
 * @example
 * const s = await scenario('retry-after-seconds', { document: 'openapi.yaml' });
 * await s.run(() => createClient({ baseUrl: s.url, key: s.key, fetch: s.fetch }).list());
 * expect(await s.judge()).toBeConformant();
 */
export async function scenario(name: string, options: ScenarioOptions = {}): Promise<LiveScenario> {
  const found = clientScenarioNamed(name);
  if (found === undefined)
    throw new RangeError(`unknown scenario "${name}"; expected one of ${clientScenarios.map((one) => one.name).join(', ')}`);
  const { limitSeconds = 45, oauthClient } = options;
  const contract = await contractOf(options.document);
  const opened = await (options.listen === true ? onSockets : inMemory)(found, contract, oauthClient);
  const { setting, stage, addresses, ca, handlers } = opened;
  const playable = isPlayable(found, setting);
  if (playable !== true) throw new RangeError(`${name}: ${playable}`);
  const given = givenTo(found, setting, stage.secrets, addresses);
  const endings: ClientEnding[] = [];
  const ended = (kind: 'limit' | 'stopped' | { readonly code: number }, output = '') =>
    void endings.push(
      typeof kind === 'string' ? { kind, output, at: realWorld.now() } : { kind: 'exited', code: kind.code, output, at: realWorld.now() },
    );
  return {
    name,
    task: found.task,
    url: given['URL']!,
    key: given['KEY'] ?? '',
    given,
    ...(ca !== undefined && { ca }),
    handlers,
    fetch: opened.fetch,
    browse: opened.browse,
    async run(client) {
      stage.nextRun();
      const work = (async () => client())();
      const limit = realWorld.linger(limitSeconds * 1000).then(() => 'limit' as const);
      try {
        const first = await Promise.race([work.then((value) => ({ value })), limit, stage.settled.then(() => 'stopped' as const)]);
        if (typeof first === 'string') {
          ended(first);
          return undefined;
        }
        ended({ code: 0 });
        return first.value;
      } catch (error) {
        ended({ code: 1 }, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
        return undefined;
      }
    },
    async judge(end) {
      if (end) ended({ code: end.code ?? 0 }, end.output);
      const observation = { scenario: name, requests: [...stage.requests()], endings: [...endings] };
      const played = new Map([[name, { observation, secrets: stage.secrets }]]);
      return verdictOf(name, judgeClient({ setting, played, skipped: new Set(), limitSeconds }, new Set([name])), setting);
    },
    close: opened.close,
  };
}
