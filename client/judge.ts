/**
 * From the observations of scenarios to the outcome of each check.
 *
 * @module
 */
import { clientCatalogue, clientRequirementIds, type ClientRequirementId } from '../spec/catalogue/client/client.ts';
import type { Level } from '../spec/catalogue/requirement.ts';
import { headerValue } from '../spec/message.ts';
import { describeMismatch, describeUndecided } from '../suites/words/describe.ts';
import { createRedactor } from '../suites/redaction/redactor.ts';
import type { Outcome } from '../suites/result/result.ts';
import { clientChecks } from './checks/checks.ts';
import type { ClientCheckContext, ClientMismatch, ClientUndecided } from './checks/check.ts';
import { issuedTokens, succeeded } from './checks/evidence.ts';
import type { ClientEnding, ClientObservation, ClientRequest } from './journal.ts';
import { clientScenarios } from './scenarios/scenarios.ts';
import { isPlayable, type ClientScenario } from './scenarios/scenario.ts';
import type { GivenSecrets } from './stage/stage.ts';
import type { ClientSetting } from './stage/setting.ts';

/** A played scenario. */
export interface PlayedScenario {
  readonly observation: ClientObservation;
  readonly secrets: GivenSecrets;
}

/** What to judge: the scenarios that were played, and those that were left out. */
export interface ClientRecord {
  readonly setting: ClientSetting;
  /** By name. */
  readonly played: ReadonlyMap<string, PlayedScenario>;
  /** The names of the scenarios that are left out on request. */
  readonly skipped: ReadonlySet<string>;
  /** The time limit of a scenario, in seconds. */
  readonly limitSeconds: number;
}

/** One check: a requirement in a scenario. */
export interface ClientCheckResult {
  /** `client/requirement/scenario`. */
  readonly id: string;
  readonly requirement: ClientRequirementId;
  readonly scenario: string;
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly where?: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly mismatch?: Omit<ClientMismatch, 'request'> & { readonly exchange?: string };
  readonly cause?: ClientUndecided['cause'];
  /** The keys of its requests: see `requestKey`. */
  readonly exchanges: readonly string[];
}

/** The key of a request in the evidence of several scenarios. */
export const requestKey = (scenario: string, { number }: Pick<ClientRequest, 'number'>): string => `${scenario}/${number}`;

/** The level of a requirement for the given client: PKCE is a SHOULD for one with a secret. @see RFC 9700 §2.1.1 */
export function clientLevelOf(id: ClientRequirementId, { oauth }: ClientSetting): Level {
  const { level } = clientCatalogue[id];
  return id === 'client/oauth-pkce' && oauth?.client.public === false ? 'SHOULD' : level;
}

/** The scenarios that a requirement is judged in. */
export const scenariosOf = (id: ClientRequirementId): readonly ClientScenario[] =>
  clientScenarios.filter((scenario) => clientChecks[id].of(scenario));

/** Finds the secrets of a scenario in texts. */
function searchFor(observation: ClientObservation, { key, clientSecret }: GivenSecrets): (text: string) => readonly string[] {
  const redactor = createRedactor('client');
  if (key !== undefined) redactor.add({ name: 'key', value: key, shell: '' });
  if (clientSecret !== undefined) redactor.add({ name: 'client secret', value: clientSecret, shell: '' });
  for (const token of issuedTokens(observation)) redactor.add({ name: 'token', value: token, shell: '' });
  // A part of a secret, such as the password of Basic, is as secret as the whole.
  return (text) => [...new Set(redactor.found(text).flatMap((name) => (name.endsWith(':user') ? [] : [name.split(':', 1)[0]!])))];
}

const isUnsupported = (ending: ClientEnding) =>
  (ending.kind === 'exited' && ending.code === 64) || /^\s*unsupported\s*$/im.test(ending.output);

/** Whether the last response is a rejection whose wait lasts beyond the time limit, or that does not say how long to wait. */
function isWaiting({ requests }: ClientObservation, { at }: ClientEnding): boolean {
  const last = requests.at(-1);
  const hint = headerValue(last?.response?.headers ?? [], 'Retry-After') ?? '';
  if (hint === '') return last?.response?.status === 429 || last?.response?.status === 503;
  const until = /^\d+$/.test(hint) ? (last?.answeredAt ?? 0) + Number(hint) * 1000 : Date.parse(hint);
  return until > at;
}

const inconclusiveFor = (code: ClientUndecided['cause']['code'], details = {}): ClientUndecided => ({
  outcome: 'inconclusive',
  cause: { ...details, code },
});

/** Why a run of the client decides nothing, whatever it sent. */
function unusualEnd(observation: ClientObservation, { limitSeconds: seconds }: ClientRecord): ClientUndecided | undefined {
  for (const ending of observation.endings) {
    if (ending.kind === 'interrupted') return inconclusiveFor('client-interrupted');
    if (ending.kind === 'crashed') return inconclusiveFor('client-crashed', { signal: ending.signal });
    if (ending.kind === 'limit') return inconclusiveFor(isWaiting(observation, ending) ? 'client-waits' : 'client-hangs', { seconds });
  }
  return undefined;
}

/** A client that sent nothing passes only if it works otherwise, or reports an error. */
function silent(
  scenario: ClientScenario,
  observation: ClientObservation,
  control: ClientObservation | undefined,
): ClientUndecided | undefined {
  if (observation.requests.length > 0) return undefined;
  if (scenario.control === undefined) return inconclusiveFor('client-sent-nothing');
  const gaveUp = observation.endings.some((ending) => ending.kind === 'exited' && ending.code !== 0);
  if (control === undefined) return gaveUp ? undefined : inconclusiveFor('client-sent-nothing');
  return succeeded(control) ? undefined : inconclusiveFor('client-control-failed', { scenario: scenario.control });
}

function failed(scenario: string, mismatches: readonly ClientMismatch[]): Pick<ClientCheckResult, 'mismatch' | 'outcome'> {
  const { request, ...mismatch } = mismatches[0]!;
  return { outcome: 'fail', mismatch: { ...mismatch, ...(request && { exchange: requestKey(scenario, request) }) } };
}

/** The context of the checks of a played scenario. */
function contextOf(
  scenario: ClientScenario,
  { observation, secrets }: PlayedScenario,
  { setting, played }: ClientRecord,
): ClientCheckContext {
  const control = scenario.control === undefined ? undefined : played.get(scenario.control)?.observation;
  return { setting, secrets, found: searchFor(observation, secrets), ...(control && { control }) };
}

function judgeCheck(
  id: ClientRequirementId,
  scenario: ClientScenario,
  context: ClientCheckContext | undefined,
  record: ClientRecord,
): ClientCheckResult {
  const name = { id: `${id}/${scenario.name}`, requirement: id, scenario: scenario.name };
  const settle = ({ outcome, cause }: ClientUndecided, exchanges: readonly string[] = []): ClientCheckResult => ({
    ...name,
    outcome,
    reason: describeUndecided(cause),
    cause,
    exchanges,
  });
  const playable = isPlayable(scenario, record.setting);
  if (playable !== true) return settle({ outcome: 'not-applicable', cause: { code: 'client-not-playable', why: playable } });
  if (record.skipped.has(scenario.name)) return settle({ outcome: 'not-applicable', cause: { code: 'client-skipped' } });
  const played = record.played.get(scenario.name);
  if (played === undefined || context === undefined) return settle(inconclusiveFor('client-interrupted'));
  const { observation } = played;
  const exchanges = observation.requests.map((request) => requestKey(scenario.name, request));
  const { judge, patient } = clientChecks[id];
  const judgement = judge(observation, context);
  if ('length' in judgement && judgement.length > 0) {
    const { mismatch, outcome } = failed(scenario.name, judgement);
    const { reason, where, expected, observed: value } = describeMismatch(judgement[0]!);
    const measured = judgement[0]!.expected;
    const observed = measured.kind === 'range' && measured.unit === 'seconds' ? `${value} s` : value;
    return {
      ...name,
      outcome,
      reason,
      ...(where !== undefined && { where }),
      expected,
      observed,
      ...(mismatch && { mismatch }),
      exchanges,
    };
  }
  if (observation.endings.some(isUnsupported)) return settle({ outcome: 'blocked', cause: { code: 'client-unsupported' } }, exchanges);
  const end = unusualEnd(observation, record);
  const isExcused =
    patient === true &&
    scenario.script !== undefined &&
    observation.endings.every(({ kind }) => kind !== 'crashed' && kind !== 'interrupted');
  if (end !== undefined && !isExcused) return settle(end, exchanges);
  const undecidedHere = 'outcome' in judgement ? judgement : undefined;
  const nothing = silent(scenario, observation, context.control);
  if (nothing) return settle(nothing, exchanges);
  return undecidedHere ? settle(undecidedHere, exchanges) : { ...name, outcome: 'pass', exchanges };
}

/**
 * Judges the scenarios.
 *
 * @param names - the names of the scenarios to judge; default: all
 */
export function judgeClient(record: ClientRecord, names?: ReadonlySet<string>): readonly ClientCheckResult[] {
  const contexts = new Map(
    clientScenarios.flatMap((scenario) => {
      const played = record.played.get(scenario.name);
      return played ? [[scenario.name, contextOf(scenario, played, record)] as const] : [];
    }),
  );
  return clientRequirementIds.flatMap((id) =>
    scenariosOf(id)
      .filter(({ name }) => names === undefined || names.has(name))
      .map((scenario) => judgeCheck(id, scenario, contexts.get(scenario.name), record)),
  );
}
