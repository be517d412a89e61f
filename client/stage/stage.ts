/**
 * A mock that plays a scenario, and the journal of what arrived at it.
 *
 * @module
 */
import { assembleMock } from '../../mock/assemble.ts';
import type { IncomingRequest, MockResponse } from '../../mock/engine/request.ts';
import { DroppedConnection, readRequest, webResponse } from '../../mock/listeners/fetch.ts';
import type { Mock } from '../../mock/mock.ts';
import { parseParameters } from '../../mock/oauth/parameters.ts';
import { compileRealms, type Realms } from '../../mock/oauth/realm.ts';
import type { ArrivalKind, ArrivalPlace, ClientRequest } from '../journal.ts';
import { behaviourFor, type Behaviour } from '../scenarios/behaviour.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import type { World } from '../world.ts';
import { amended } from './amendment.ts';
import type { Addresses, ClientSetting } from './setting.ts';

/** The secrets of a scenario. */
export interface GivenSecrets {
  readonly key?: string;
  readonly clientId?: string;
  /** Absent for public clients. */
  readonly clientSecret?: string;
}

/** A scenario that is being played. */
export interface Stage {
  /** The mock at each origin; the API's own also answers plain HTTP. */
  readonly fronts: { readonly [place in Exclude<ArrivalPlace, 'plain'>]: Mock };
  readonly secrets: GivenSecrets;
  requests(): readonly ClientRequest[];
  /** Says that the client starts once more. */
  nextRun(): void;
  /** Resolves when enough arrived for a verdict, in scenarios without an end of their own. */
  readonly settled: Promise<void>;
}

const bodyOf = ({ body }: IncomingRequest) => (typeof body === 'string' ? body : new TextDecoder().decode(body));

const grants: { readonly [grantType: string]: ArrivalKind } = {
  authorization_code: 'redeem',
  refresh_token: 'refresh',
  'urn:ietf:params:oauth:grant-type:device_code': 'poll',
};

function kindOf({ endpoints }: Realms, request: IncomingRequest): ArrivalKind {
  if (request.method === 'OPTIONS') return 'unknown';
  const path = request.target.split('?', 1)[0]!;
  const name = endpoints.get(path)?.[0]?.name;
  if (name === 'authorize' || name === 'device' || name === 'metadata') return name;
  if (name === 'token' || name === 'refresh') return grants[parseParameters(bodyOf(request)).values.get('grant_type') ?? ''] ?? 'token';
  return name === undefined && !path.startsWith('/.well-known/') ? 'operation' : 'unknown';
}

/** The secrets of the setting, from the mock. */
function secretsOf({ principal, oauth }: ClientSetting, mock: Mock): GivenSecrets {
  const key = principal && mock.principals[principal.name]?.secret;
  const client = oauth && mock.clients[oauth.client.name];
  return {
    ...(key !== undefined && { key }),
    ...(client && { clientId: client.clientId }),
    ...(client?.clientSecret !== undefined && { clientSecret: client.clientSecret }),
  };
}

/** Sets a scenario up. `addresses` is called when a request has arrived. */
export function openStage(scenario: ClientScenario, setting: ClientSetting, world: World, addresses: () => Addresses): Stage {
  const mock = assembleMock(setting.contract, { seed: `client ${scenario.name}`, now: world.now });
  const realms = compileRealms(setting.contract);
  const requests: ClientRequest[] = [];
  let run = 0;
  let settle = () => {};
  const settled = new Promise<void>((resolve) => void (settle = resolve));

  const answered = async (incoming: IncomingRequest, { answer, advanceMs = 0, delayMs = 0, thenAdvanceMs = 0, amend }: Behaviour) => {
    if (delayMs > 0) await world.sleep(delayMs);
    mock.clock.advance(advanceMs);
    mock.script.write(answer === undefined ? [] : [answer]);
    const response = await mock.respond(incoming);
    mock.clock.advance(thenAdvanceMs);
    return amend === undefined || response.dropped === true ? response : amended(response, amend);
  };

  /** A rejection, and then nothing. */
  const settleInQuiet = async (quietMs: number | undefined, status: number, count: number) => {
    if (quietMs === undefined || (status !== 429 && status !== 503)) return;
    await world.linger(quietMs);
    if (requests.length === count) settle();
  };

  const respondAt = (front: ArrivalPlace) => async (incoming: IncomingRequest) => {
    const { method, target, headers, peer, secure } = incoming;
    const place = secure ? front : 'plain';
    const arrived: ClientRequest = {
      number: requests.length + 1,
      run: Math.max(run, 1),
      place,
      kind: kindOf(realms, incoming),
      method,
      target,
      headers,
      body: bodyOf(incoming),
      peer,
      at: world.now(),
    };
    const past = [...requests];
    requests.push(arrived);
    if (scenario.settled?.(requests) === true) settle();
    const context = { contract: setting.contract, addresses: addresses(), now: arrived.at, mock };
    const response = await answered(incoming, behaviourFor(scenario.script ?? {}, arrived, past, context));
    requests[arrived.number - 1] = { ...arrived, answeredAt: world.now(), ...(response.dropped !== true && { response }) };
    void settleInQuiet(scenario.quietMs, response.status, requests.length);
    return response;
  };

  const front = (place: Exclude<ArrivalPlace, 'plain'>): Mock => {
    const respond = respondAt(place);
    const certificate = place === 'api' ? (scenario.certificate ?? 'valid') : 'valid';
    return {
      ...mock,
      respond,
      handle: respond,
      async fetch(input, init) {
        const response: MockResponse = await respond(await readRequest(new Request(input, init), { peer: '127.0.0.1' }));
        if (response.dropped) throw new DroppedConnection();
        return webResponse(response);
      },
      traits: () => ({ ...mock.traits(), certificate }),
    };
  };

  return {
    fronts: { api: front('api'), 'other-host': front('other-host'), 'other-port': front('other-port') },
    secrets: secretsOf(setting, mock),
    requests: () => requests,
    nextRun: () => void (run += 1),
    settled,
  };
}
