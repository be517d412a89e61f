/**
 * Scenarios through the control API, for tests in other languages.
 *
 * @module
 */
import type { Contract, JsonObject } from '../../spec/contract.ts';
import type { ControlHook } from '../../mock/listeners/listening.ts';
import { judgeClient } from '../judge.ts';
import type { ClientEnding } from '../journal.ts';
import { clientTasks, isPlayable } from '../scenarios/scenario.ts';
import { clientScenarioNamed, clientScenarios } from '../scenarios/scenarios.ts';
import { givenTo } from '../stage/given.ts';
import { verdictOf } from '../verdict.ts';
import { environmentOf } from './environment.ts';
import { openSockets, type OpenSockets } from './sockets.ts';

/** The hooks, and what ends the scenarios that are still open. */
export interface ScenarioHooks {
  readonly hooks: { readonly [request: string]: ControlHook };
  close(): Promise<void>;
}

interface OpenScenario extends OpenSockets {
  readonly name: string;
}

/** The most scenarios that are open at the same time. */
const mostOpen = 64;

function textOf(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value === 'string') return value;
  throw new RangeError(`${name}: expected a string, got ${JSON.stringify(value)}`);
}

/** How the client ended, as the test reports it. */
function endingOf({ exitCode = 0, output = '' }: JsonObject): ClientEnding {
  if (typeof exitCode !== 'number' || typeof output !== 'string')
    throw new RangeError('expected a number as exitCode and a text as output');
  return { kind: 'exited', code: exitCode, output, at: Date.now() };
}

/** Hooks that start a scenario of the document that the mock has at that time, and judge it. */
export function scenarioHooks(mock: { readonly contract: Contract }): ScenarioHooks {
  const open = new Map<string, OpenScenario>();
  let count = 0;
  const end = async (id: string) => {
    const { served, remove } = open.get(id)!;
    open.delete(id);
    await served.close();
    await remove();
  };
  const list: ControlHook = async () => ({
    status: 200,
    body: {
      scenarios: clientScenarios.map(({ name, description, task }) => ({ name, description, task, asks: clientTasks[task] })),
      open: [...open].map(([id, { name }]) => ({ id, scenario: name })),
    },
  });
  const begin: ControlHook = async (body) => {
    const name = textOf(body, 'scenario');
    const scenario = clientScenarioNamed(name);
    if (scenario === undefined)
      throw new RangeError(`scenario: expected one of ${clientScenarios.map((one) => one.name).join(', ')}, got "${name}"`);
    if (open.size >= mostOpen) throw new RangeError(`scenario: ${mostOpen} are open; judge or close one first`);
    const clientName = body['oauthClient'] === undefined ? undefined : textOf(body, 'oauthClient');
    const sockets = await openSockets(scenario, mock.contract, clientName);
    const id = `s${(count += 1)}`;
    open.set(id, { ...sockets, name });
    const { served, certificates, browser } = sockets;
    const playable = isPlayable(scenario, served.setting);
    if (playable !== true) {
      await end(id);
      throw new RangeError(`scenario: ${playable}`);
    }
    const given = givenTo(scenario, served.setting, served.stage.secrets, served.addresses);
    const environment = environmentOf({ given, ca: certificates.ca, browser, mapped: {} });
    return {
      status: 201,
      body: { id, scenario: name, task: scenario.task, url: given['URL'], key: given['KEY'], ca: certificates.ca, environment },
    };
  };
  const judge: ControlHook = async (body) => {
    const id = textOf(body, 'id');
    const found = open.get(id);
    if (found === undefined) throw new RangeError(`id: no open scenario "${id}"`);
    const { served, name } = found;
    const { stage, setting } = served;
    const endings = body['exitCode'] === undefined && body['output'] === undefined ? [] : [endingOf(body)];
    const observation = { scenario: name, requests: [...stage.requests()], endings };
    const played = new Map([[name, { observation, secrets: stage.secrets }]]);
    const verdict = verdictOf(name, judgeClient({ setting, played, skipped: new Set(), limitSeconds: 0 }, new Set([name])), setting);
    await end(id);
    return { status: 200, body: verdict };
  };
  return {
    hooks: { 'GET /scenarios': list, 'POST /scenarios': begin, 'POST /verdicts': judge },
    close: async () => void (await Promise.all([...open.keys()].map(end))),
  };
}
