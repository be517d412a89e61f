import { judgeClient, type ClientCheckResult, type PlayedScenario } from '../../../client/judge.ts';
import type { ClientEnding } from '../../../client/journal.ts';
import { clientScenarios } from '../../../client/scenarios/scenarios.ts';
import { isPlayable, type ClientScenario } from '../../../client/scenarios/scenario.ts';
import { givenTo } from '../../../client/stage/given.ts';
import { settingOf, type Addresses, type ClientSetting } from '../../../client/stage/setting.ts';
import { openStage, type Stage } from '../../../client/stage/stage.ts';
import type { Contract, Json } from '../../../spec/contract.ts';
import type { TimeForm } from '../../../spec/quotas.ts';
import { readJson } from '../../../spec/json/json.ts';
import { valueAt } from '../../../spec/json/pointer.ts';
import { headerValue } from '../../../spec/message.ts';
import { schemeMethods } from '../../../spec/schemes/schemes.ts';
import { timeOf } from '../../../suites/expectations/times.ts';
import type { ClientBug } from './bugs.ts';
import type { ClientAnswer, ClientCall, ClientIo } from './client-io.ts';
import { firstCall } from './known-calls.ts';
import { runReferenceClient, type ClientStyleName } from './reference-client.ts';
import { createVirtualWorld, type VirtualWorld } from './virtual-world.ts';

/** The time limit of a scenario in the proof. */
const limitSeconds = 60;

const redirectUri = 'http://127.0.0.1:8976/callback';

const origins = {
  api: 'https://127.0.0.1:4443',
  plain: 'http://127.0.0.1:4480',
  'other-host': 'https://localhost:4444',
  'other-port': 'https://127.0.0.1:4445',
} as const;

function addressesOf({ basePath }: Contract): Addresses {
  return {
    url: origins.api + basePath,
    httpUrl: origins.plain + basePath,
    otherHost: origins['other-host'] + basePath,
    otherPort: origins['other-port'] + basePath,
    issuer: origins.api,
  };
}

/** Sends a call to the stage, over a network that has only the origins of the scenario. */
async function deliver(scenario: ClientScenario, stage: Stage, call: ClientCall): Promise<ClientAnswer> {
  const url = new URL(call.url);
  const place = (['api', 'plain', 'other-host', 'other-port'] as const).find((one) => origins[one] === url.origin);
  if (place === undefined) throw new TypeError(`no such host: ${url.host}`);
  const secure = url.protocol === 'https:';
  if (secure && place === 'api' && scenario.certificate !== undefined && call.verify !== false)
    throw new TypeError('the certificate is not valid');
  const response = await stage.fronts[place === 'plain' ? 'api' : place].respond({
    method: call.method,
    target: url.pathname + url.search,
    headers: ['Host', url.host, ...Object.entries(call.headers).flat()],
    ...(call.body !== undefined && { body: call.body }),
    secure,
    peer: '127.0.0.1',
  });
  if (response.dropped === true) throw new TypeError('the connection was dropped');
  return { status: response.status, body: response.body, header: (name) => headerValue(response.headers, name) };
}

/** Follows redirects until they leave for the redirect URI. */
async function browse(send: ClientIo['send'], url: string): Promise<URL> {
  const response = await send({ url, method: 'GET', headers: {} });
  const location = response.header('Location');
  if (location === undefined) throw new TypeError(`the authorization endpoint answered ${response.status}`);
  return location.startsWith(redirectUri) ? new URL(location) : browse(send, new URL(location, url).href);
}

/** What a client knows about waiting from the document. */
function documentedWaits({ rateLimit }: Contract, now: () => number): Pick<ClientIo, 'waitInBody' | 'waitForReset'> {
  const inBody = rateLimit.retryAfter.find(({ pointer }) => pointer !== undefined);
  const reset = rateLimit.reset.find(({ header, member }) => header !== undefined && member === undefined);
  const wait = (value: Json | undefined, form: TimeForm) => {
    const at = timeOf(value, form, now() / 1000);
    return at === undefined ? undefined : Math.max(at * 1000 - now(), 0);
  };
  return {
    waitInBody: ({ body }) => inBody && wait(valueAt(readJson(body), inBody.pointer!), inBody.form ?? rateLimit.retryAfterForm),
    waitForReset: (response) => reset && wait(response.header(reset.header!), reset.form ?? rateLimit.resetForm),
  };
}

/** Plays a scenario with a client of the proof, without sockets and without waiting. */
async function playVirtually(
  scenario: ClientScenario,
  setting: ClientSetting,
  style: ClientStyleName,
  bug?: ClientBug,
): Promise<PlayedScenario> {
  const world: VirtualWorld = createVirtualWorld();
  const { contract } = setting;
  const addresses = addressesOf(contract);
  const stage = openStage(scenario, setting, world, () => addresses);
  let settled = false;
  void stage.settled.then(() => (settled = true));
  // A sequence that is the same in every proof, and looks random.
  let drawn = Buffer.from(scenario.name).reduce((sum, byte) => sum + byte, 1);
  const random = () => (drawn = (drawn * 16_807) % 2_147_483_647) / 2_147_483_647;
  const token = () => Array.from({ length: 64 }, () => Math.floor(random() * 36).toString(36)).join('');
  const output: string[] = [];
  const schemes = contract.schemes.filter(({ name }) => name === setting.principal?.scheme.name || name === setting.oauth?.server.scheme);
  const [scheme] = schemes;
  const create = firstCall(contract, 'POST', schemes);
  const send = (call: ClientCall) => deliver(scenario, stage, call);
  const io: ClientIo = {
    given: givenTo(scenario, setting, stage.secrets, addresses),
    read: firstCall(contract, 'GET', schemes)!,
    ...(create && { create }),
    ...documentedWaits(contract, world.now),
    place: (carrier, credential) => schemeMethods[scheme!.kind].put(scheme!, carrier, credential),
    send,
    browse: (url) => browse(send, url),
    now: world.now,
    async sleep(milliseconds) {
      // A client that is ended by the harness never wakes up again.
      await (settled ? new Promise<void>(() => {}) : world.sleep(milliseconds));
    },
    random,
    token,
    print: (text) => void output.push(text),
  };
  const endings: ClientEnding[] = [];
  for (let run = 1; run <= (scenario.runs ?? 1); run += 1) {
    stage.nextRun();
    const code = await world.until(runReferenceClient(io, style, bug), limitSeconds * 1000);
    const end = { output: output.splice(0).join('\n'), at: world.now() };
    endings.push(code === undefined ? { kind: settled ? 'stopped' : 'limit', ...end } : { kind: 'exited', code, ...end });
  }
  return { observation: { scenario: scenario.name, requests: [...stage.requests()], endings }, secrets: stage.secrets };
}

/** Plays every scenario of a document with a client of the proof, and judges it. */
export async function tryClient(contract: Contract, style: ClientStyleName, bug?: ClientBug): Promise<readonly ClientCheckResult[]> {
  const setting = settingOf(contract, redirectUri);
  const played = new Map<string, PlayedScenario>();
  for (const scenario of clientScenarios)
    if (isPlayable(scenario, setting) === true) played.set(scenario.name, await playVirtually(scenario, setting, style, bug));
  return judgeClient({ setting, played, skipped: new Set(), limitSeconds });
}
