/**
 * The context of a scenario: sends requests within the budget and records them with every secret replaced.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import type { Budget } from './budget.ts';
import { isPlain, originsOf } from '../http/channel.ts';
import type { Undecided } from './check.ts';
import type { AnyObservation, Evidence, Facts, Probes, Role, ScenarioRecord, Case, Observation, Sample } from './evidence.ts';
import type { QuotaPacer } from './quota-pacer.ts';
import { reportedQuota, targetSeconds } from '../expectations/quota.ts';
import { settled, untilHeard } from './persistent.ts';
import { basePathOf, requestFor, type RequestOptions } from '../http/request.ts';
import type { PendingNote, NoteTable } from '../result/result.ts';
import type { Caller, Principals } from '../principals/principals.ts';
import type { Secret, Redactor } from '../redaction/redactor.ts';
import type { Principal, Settings } from './settings.ts';
import type { Call, Reply, Sent, Target, Trouble } from '../http/target.ts';

/** Shared by all scenarios of a run. */
export interface RunContext {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly target: Target;
  readonly principals: Principals;
  readonly pacer: QuotaPacer;
  readonly redactor: Redactor;
  readonly budget: Budget;
}

export interface SendOptions extends RequestOptions {
  readonly role?: Role;
  /** Sends without pacing: for scenarios that use up a quota on purpose. */
  readonly unpaced?: boolean;
  /** Whose quota it uses, if the caller is not one of the principals. */
  readonly payer?: Principal;
  /** Changes the finished request. */
  readonly alter?: (call: Call) => Call;
}

/** Options of a request that is not an operation of the document. */
export interface ExchangeOptions {
  readonly role?: Role;
  /** The name of the request in reports: `POST /oauth/token`. */
  readonly label: string;
  /** The name of the OAuth client whose credentials are sent. */
  readonly client?: string;
  /** The secrets in the response: registered before any of it is kept. */
  readonly issued?: (reply: Reply) => readonly Secret[];
  /** How the request is sent, if not by the probe. */
  readonly through?: (call: Call) => Promise<Sent>;
}

/** A response as received, and what is kept of it. */
export interface Exchanged {
  readonly evidence: Evidence;
  readonly reply: Reply | undefined;
}

/** The result of sending one request many times. */
export interface Burst {
  /** In the order of the responses. */
  readonly samples: readonly Sample[];
  /** The response that ended the burst, or else the last one. */
  readonly last: Evidence | undefined;
}

/** Sends the requests of any scenario. */
export interface SendingContext extends RunContext {
  /** The name of the scenario. */
  readonly scenario: string;
  readonly basePath: string;
  /**
   * Calls an operation. If there is no response, and the previous exchange did not time out, the request is sent again. A response to a later
   * attempt is trouble of the kind `unsteady` for a probe, which decides nothing, and the result for any other role.
   */
  send(operation: Operation, options: SendOptions): Promise<Evidence>;
  /** Sends a request that is not an operation of the document. */
  exchange(call: Call, options: ExchangeOptions): Promise<Exchanged>;
  /**
   * Sends the same request a number of times, several in parallel, while `goesOn` accepts the responses: successes by default. One exchange
   * represents all of them.
   */
  burst(operation: Operation, caller: Caller, count: number, atOnce: number, goesOn?: (sent: Sent) => boolean): Promise<Burst>;
  /** Lets time pass at the target: moves its clock if there is a hook for it, else waits. */
  pass(seconds: number): Promise<void>;
  /**
   * Resets a principal's quota, and moves the clock by two seconds if there is a hook for it, so that what follows is clearly inside its
   * windows. False if the target has no hook for a reset.
   */
  reset(principal: Principal): Promise<boolean>;
  /** Notes something that is neither right nor wrong. Requests that were never sent show nothing. */
  note(topic: string, message: string, evidence: readonly Evidence[], table?: NoteTable): void;
  /** Registers a task for the end of the scenario, however it ends. The last one registered is done first. */
  atEnd(task: () => Promise<void>): void;
  /** Does the tasks for the end. */
  end(): Promise<void>;
  record(): ScenarioRecord;
}

/** The context that a scenario is played with. */
export interface ScenarioContext<C extends Case = Case, P extends Probes = readonly Evidence[], F = Facts> extends SendingContext {
  observe(testCase: C, observation: Omit<Observation<C, P, F>, 'case'>): void;
  /** Records why a case was not observed: no check judges it. */
  undecided(testCase: C, undecided: Undecided): void;
}

/** Creates the context of one scenario. */
export function createScenarioContext(runContext: RunContext, scenario: string): ScenarioContext<Case, Probes, unknown> {
  const { contract, settings, target, principals, pacer, budget } = runContext;
  const basePath = basePathOf(settings.target);
  const exchanges: Evidence[] = [];
  const observations: AnyObservation[] = [];
  const notes: PendingNote[] = [];
  const tasks: (() => Promise<void>)[] = [];
  let requests = 0;
  let described = 0;
  let waited = 0;

  const keep = (operation: Operation, call: Call, sent: Sent, options: SendOptions, repeated?: number): Evidence => {
    described += 1;
    const { role, caller } = options;
    const details = { role, operation: operation.id, ...(caller && { principal: caller.name }) };
    const evidence = describe(runContext, { id: `${scenario}#${described}`, scenario, call, sent, ...details });
    const whole = { ...evidence, ...(waited > 0 && { waited }), ...(repeated !== undefined && { repeated }) };
    if (sent.trouble?.kind !== 'not-sent') exchanges.push(whole);
    return whole;
  };
  const deliver = async (call: Call, role: Role = 'probe', through = target.send): Promise<Sent> => {
    const trouble = budget.spend(role);
    if (trouble) return notSent(call, trouble);
    requests += 1;
    return through({ ...call, headers: ['User-Agent', settings.userAgent, ...call.headers] });
  };
  /** Ends a wait early; waits during the clean-up are not interrupted. */
  const haltedFor = (role?: Role) => (role === 'cleanup' ? undefined : budget.halted);
  const schemeOf = ({ channel }: Call) => (isPlain(channel) ? 'http' : 'https');
  const notSent = (call: Call, trouble: Trouble): Sent => ({
    startedAt: target.now(),
    milliseconds: 0,
    connection: { scheme: schemeOf(call) },
    trouble,
  });
  return {
    ...runContext,
    scenario,
    basePath,
    async send(operation, options) {
      const plain = requestFor(basePath, operation, options);
      const call = options.alter ? options.alter(plain) : plain;
      const payer = options.payer ?? principals.all.find(({ name }) => name === options.caller?.name);
      const attempt = async () => {
        const trouble = payer && !options.unpaced ? await pacer.makeRoom(payer, 1, haltedFor(options.role)) : undefined;
        const sent = trouble ? notSent(call, trouble) : await deliver(call, options.role);
        if (payer && !trouble) pacer.book(payer.account, sent.reply);
        return sent;
      };
      // After a timeout, no more than one attempt is made.
      const attempts = budget.hangs(schemeOf(call)) ? [await attempt()] : await untilHeard(attempt);
      budget.book(attempts.at(-1)!);
      return settled(
        attempts.map((sent) => keep(operation, call, sent, options)),
        options.role,
      );
    },
    async exchange(call, { role, label, client, issued, through }) {
      const sent = await deliver(call, role, through);
      budget.book(sent);
      const secrets = sent.reply === undefined ? [] : (issued?.(sent.reply) ?? []);
      for (const secret of secrets) runContext.redactor.add(secret);
      described += 1;
      const evidence = describe(runContext, {
        id: `${scenario}#${described}`,
        scenario,
        role,
        operation: label,
        call,
        sent,
        ...(through && { browser: true }),
        ...(client !== undefined && { principal: client }),
        ...(secrets.length > 0 && { issued: secrets.map(({ name }) => name) }),
      });
      const whole = { ...evidence, ...(waited > 0 && { waited }) };
      if (sent.trouble?.kind !== 'not-sent') exchanges.push(whole);
      return { evidence: whole, reply: sent.reply };
    },
    async burst(operation, caller, count, atOnce, goesOn = isSuccess) {
      const samples: Sample[] = [];
      const call = requestFor(basePath, operation, { caller });
      let last: Sent | undefined;
      let left = count;
      const worker = async () => {
        while (left > 0 && (last === undefined || goesOn(last))) {
          left -= 1;
          const sent = await deliver(call);
          budget.book(sent);
          if (last === undefined || goesOn(last)) last = sent;
          if (sent.reply) samples.push(sampleOf(contract, sent));
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
      return { samples, last: last && keep(operation, call, last, { caller }, Math.max(1, samples.length - 1)) };
    },
    async pass(seconds) {
      waited += seconds;
      if (!target.capabilities.advance) {
        const bearable = Math.max(0, Math.min(seconds, budget.secondsLeft()));
        return target.wait(bearable * 1000, budget.halted);
      }
      await target.capabilities.advance(seconds);
      pacer.elapse(seconds);
    },
    async reset(principal) {
      if (!target.capabilities.reset) return false;
      await target.capabilities.reset(principal.secret);
      pacer.forget(principal.account);
      const before = waited;
      if (target.capabilities.advance) await this.pass(2);
      waited = before;
      return true;
    },
    observe: (testCase, rest) => void observations.push({ case: testCase, ...rest }),
    undecided: (testCase, undecided) => void observations.push({ case: testCase, controls: [], probes: {}, undecided }),
    note(topic, message, evidence, table) {
      const seen = evidence.filter(({ trouble }) => trouble?.kind !== 'not-sent');
      if (seen.length > 0) notes.push({ topic, message, ...(table && { table }), exchanges: seen.map(({ id }) => id) });
    },
    atEnd: (task) => void tasks.push(task),
    async end() {
      for (const task of tasks.splice(0).toReversed()) await task();
    },
    record: () => ({ scenario, observations, exchanges, requests, notes }),
  };
}

/** Why a case is not observed if the run holds its requests back. */
export const heldBack = ({ message, needs }: Trouble): Undecided => ({
  outcome: 'blocked',
  cause: { code: 'not-sent', why: message },
  ...(needs !== undefined && { needs }),
});

export function isSuccess(sent: Pick<Sent, 'reply'>): boolean {
  return sent.reply !== undefined && sent.reply.status >= 200 && sent.reply.status < 300;
}

interface Described extends Pick<Evidence, 'id' | 'scenario' | 'operation' | 'principal' | 'issued'> {
  readonly role: Role | undefined;
  readonly call: Call;
  readonly sent: Sent;
  /** Whether a browser sent it. */
  readonly browser?: boolean;
}

/** An exchange as evidence, with every secret replaced. */
function describe(
  { settings, redactor }: RunContext,
  { id, scenario, role, call, sent, principal, operation, issued, browser }: Described,
): Evidence {
  const origin = originsOf(settings)[call.channel];
  const clean = (lines: readonly string[]) => lines.map((line) => redactor.redact(line));
  const { reply, trouble } = sent;
  return {
    id,
    scenario,
    role: role ?? 'probe',
    ...(principal !== undefined && { principal }),
    ...(operation !== undefined && { operation }),
    ...(issued && { issued }),
    startedAt: sent.startedAt,
    milliseconds: sent.milliseconds,
    connection: sent.connection,
    request: {
      method: call.method,
      url: redactor.redact(origin + call.target),
      headers: clean(['User-Agent', settings.userAgent, ...call.headers]),
      ...(call.body !== undefined && { body: redactor.redact(call.body) }),
      ...(call.from !== undefined && { from: call.from }),
      ...(call.pieces !== undefined && { pieces: call.pieces }),
    },
    sent: browser ? 'browser' : call.level,
    ...(reply && { reply: { status: reply.status, headers: clean(reply.headers), body: redactor.redact(reply.body) } }),
    ...(trouble && { trouble: { ...trouble, message: redactor.redact(trouble.message) } }),
  };
}

function sampleOf(contract: Contract, { reply, startedAt }: Sent): Sample {
  const { limit, remaining } = reportedQuota(contract, reply!);
  return {
    at: targetSeconds(reply!, startedAt / 1000),
    status: reply!.status,
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
  };
}
