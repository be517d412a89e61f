/**
 * The context of a scenario: sends requests within the budget and records them with every secret replaced.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import type { Budget } from './budget.ts';
import { keptOfBurst, sendBurst } from '../http/burst.ts';
import { isPlain } from '../http/channel.ts';
import type { Undecided } from './check.ts';
import type { AnyObservation, Evidence, Facts, Probes, Role, ScenarioRecord, Case, Observation, Sample } from './evidence.ts';
import type { LongBodies } from './bodies/long-bodies.ts';
import type { Lifetimes } from './lifetimes.ts';
import type { LimitWatch } from '../http/limit-watch.ts';
import { countsByAddress, longestWaitWith, type QuotaPacer, type Room } from './quota-pacer.ts';
import { isRejectedSuccess } from '../expectations/limiter.ts';
import { recordedExchange, sampleOf, sentFor } from './recording.ts';
import { isRepeatable, settled, untilHeard } from './persistent.ts';
import { basePathOf, requestFor, withCommonHeaders, type RequestOptions } from '../http/request.ts';
import type { PendingNote } from '../result/result.ts';
import type { Caller, Principals } from '../principals/principals.ts';
import type { Secret, Redactor } from '../redaction/redactor.ts';
import type { Principal, Settings } from './settings.ts';
import type { Call, Reply, Sent, Target, Trouble } from '../http/target.ts';
import { untilQuiet } from './shards/quiet-time.ts';

/** Shared by all scenarios of a run. */
export interface RunContext {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly target: Target;
  readonly principals: Principals;
  readonly pacer: QuotaPacer;
  readonly redactor: Redactor;
  readonly longBodies: LongBodies;
  readonly budget: Budget;
  readonly lifetimes: Lifetimes;
  /** Called before a wait. */
  readonly onWait?: (seconds: number) => void;
  readonly limitWatch: LimitWatch;
}

export interface SendOptions extends RequestOptions {
  readonly role?: Role;
  /** Sends without pacing: for scenarios that use up a quota on purpose. */
  readonly unpaced?: boolean;
  /** Does not send it again after a limiter rejected it: for requests that a limiter may reject. */
  readonly once?: boolean;
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
  /** The path of the target, without a trailing slash. */
  readonly basePath: string;
  /**
   * Calls an operation. If there is no response, or a server error to a safe request, and the previous exchange did not time out, it is sent
   * again. Another response to a later attempt is trouble of the kind `unsteady` for a probe, which decides nothing, and the result for any
   * other role.
   */
  send(operation: Operation, options: SendOptions): Promise<Evidence>;
  /** Sends a request that is not an operation of the document. */
  exchange(call: Call, options: ExchangeOptions): Promise<Exchanged>;
  /** Makes room for requests in a row whose remaining counts are compared; waits until other shards use no quota. */
  makeRoom(principal: Principal, room: Room): Promise<Trouble | undefined>;
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
  note(topic: string, message: string, evidence: readonly Evidence[], more?: Pick<PendingNote, 'table' | 'yaml'>): void;
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

/** How a request is sent when its quota has room. */
interface Pacing {
  readonly role?: Role | undefined;
  readonly operation?: string | undefined;
  readonly through?: ((call: Call) => Promise<Sent>) | undefined;
}

/** Creates the context of one scenario. */
export function createScenarioContext(runContext: RunContext, scenario: string): ScenarioContext<Case, Probes, unknown> {
  const { contract, settings, target, principals, pacer, budget, lifetimes, limitWatch } = runContext;
  const basePath = basePathOf(settings.target);
  const exchanges: Evidence[] = [];
  const observations: AnyObservation[] = [];
  const notes: PendingNote[] = [];
  const tasks: (() => Promise<void>)[] = [];
  let requests = 0;
  let described = 0;
  let waited = 0;

  /** Adds an exchange to the record, unless it was not sent. */
  const recorded = (details: Omit<Parameters<typeof recordedExchange>[1], 'id' | 'scenario'>, more: Partial<Evidence> = {}): Evidence => {
    described += 1;
    const evidence = recordedExchange(runContext, { id: `${scenario}#${described}`, scenario, ...details });
    const whole = { ...evidence, ...(waited > 0 && { waited }), ...more };
    if (details.sent.trouble?.kind !== 'not-sent') exchanges.push(whole);
    return whole;
  };
  const keep = (operation: Operation, call: Call, answer: Sent, { role, caller }: SendOptions, more?: Partial<Evidence>): Evidence => {
    const sent = sentFor(operation, answer);
    return recorded({ call, sent, role, operation: operation.id, ...(caller && { principal: caller.name }) }, more);
  };
  const deliver = async (call: Call, { role = 'probe', operation, through = target.send }: Pacing = {}): Promise<Sent> => {
    const trouble = budget.spend(role, operation);
    if (trouble) return notSent(call, trouble);
    requests += 1;
    const sender = { scenario, ...(operation !== undefined && { operation }) };
    const sent = await through({ ...call, headers: withCommonHeaders(settings, call.headers), sender });
    limitWatch.heard(sent);
    return sent;
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
  /** Who stands for the address that pays for a request without a principal. */
  const address = countsByAddress(contract) ? principals.active.find(({ plan }) => plan !== undefined) : undefined;
  const paced = async (call: Call, payer: Principal | undefined, { role, operation, through }: Pacing) => {
    const trouble = payer && (await pacer.makeRoom(payer, { requests: 1, operation }, haltedFor(role)));
    if (trouble) return notSent(call, trouble);
    return booked(await deliver(call, { role, operation, through }), payer, operation);
  };
  const booked = (sent: Sent, payer: Principal | undefined, operation?: string): Sent => {
    if (payer) pacer.book(payer.account, sent.reply, operation);
    return sent;
  };
  const wait = async (seconds: number) => {
    runContext.onWait?.(seconds);
    await target.wait(seconds * 1000, budget.halted);
  };
  const waitBriefly = async (seconds: number) => {
    if (seconds > Math.min(longestWaitWith(settings.slow), budget.secondsLeft())) return false;
    await wait(seconds);
    return true;
  };
  return {
    ...runContext,
    scenario,
    basePath,
    async send(operation, options) {
      const plain = requestFor(settings, operation, options);
      const call = options.alter ? options.alter(plain) : plain;
      const payer = options.payer ?? principals.all.find(({ name }) => name === options.caller?.name) ?? address;
      const { role } = options;
      const { id } = operation;
      const attempt = async () =>
        options.unpaced ? booked(await deliver(call, { role, operation: id }), payer, id) : paced(call, payer, { role, operation: id });
      // After a timeout, no more than one attempt is made.
      const noteAs = (topic: string, more: Partial<Evidence>) => (message: string, sent: Sent) =>
        void notes.push({ topic, message, exchanges: [keep(operation, call, sent, options, more).id] });
      const note = noteAs('limits', { withinLimits: true });
      const isFree = options.unpaced || options.once || role === 'cleanup';
      const heard = isFree ? attempt : () => limitWatch.obeyed(id, attempt, { wait: waitBriefly, note });
      const attempts = budget.hangs(schemeOf(call)) ? [await attempt()] : await untilHeard(heard, isRepeatable(call));
      budget.book(attempts.at(-1)!, id);
      const repeat = (repeated: Call) => deliver(repeated, { role: 'preparation' });
      const again = { repeat, attempt, renew: target.renew, note: noteAs('credentials', { role: 'preparation' }) };
      const made = (await lifetimes.outlived({ operation, options, call, attempts }, again)).map((sent) =>
        keep(operation, call, sent, options),
      );
      return settled(made, role);
    },
    async exchange(call, { role, label, client, issued, through }) {
      const attempt = () => paced(call, address, { role, through });
      const attempts = budget.hangs(schemeOf(call)) || through ? [await attempt()] : await untilHeard(attempt, isRepeatable(call));
      budget.book(attempts.at(-1)!, label);
      const made = attempts.map((sent) => {
        const secrets = sent.reply === undefined ? [] : (issued?.(sent.reply) ?? []);
        for (const secret of secrets) runContext.redactor.add(secret);
        return recorded({
          role,
          operation: label,
          call,
          sent,
          ...(through && { browser: true }),
          ...(client !== undefined && { principal: client }),
          ...(secrets.length > 0 && { issued: secrets.map(({ name }) => name) }),
        });
      });
      const evidence = settled(made, role);
      return { evidence, reply: attempts[made.findIndex(({ id }) => id === evidence.id)]?.reply };
    },
    async makeRoom(principal, room) {
      const trouble = await pacer.makeRoom(principal, room, budget.halted);
      const seconds = settings.shard?.part?.quiet === 'uses' ? untilQuiet(target.now()) : 0;
      if (!trouble && seconds > 0) await wait(seconds);
      return trouble;
    },
    async burst(operation, caller, count, atOnce, goesOn = servedBy(operation)) {
      const samples: Sample[] = [];
      const call = { ...requestFor(settings, operation, { caller }), keep: keptOfBurst };
      const once = async () => sentFor(operation, await deliver(call, { operation: operation.id }));
      const heard = (sent: Sent) => {
        budget.book(sent, operation.id);
        if (sent.reply) samples.push(sampleOf(contract, operation, sent));
      };
      const last = await sendBurst(once, { count, atOnce, isRepeatable: isRepeatable(call), goesOn, heard });
      pacer.use(caller.account, samples.length, last?.reply);
      return { samples, last: last && keep(operation, call, last, { caller }, { repeated: Math.max(1, samples.length - 1) }) };
    },
    async pass(seconds) {
      waited += seconds;
      if (!target.capabilities.advance) return wait(Math.max(0, Math.min(seconds, budget.secondsLeft())));
      const before = target.now();
      await target.capabilities.advance(seconds);
      // In process, the clock of this machine is the one that was moved.
      pacer.elapse(Math.max(0, seconds - (target.now() - before) / 1000));
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
    note(topic, message, evidence, more) {
      const seen = evidence.filter(({ trouble }) => trouble?.kind !== 'not-sent');
      if (seen.length > 0) notes.push({ topic, message, ...more, exchanges: seen.map(({ id }) => id) });
    },
    atEnd: (task) => void tasks.push(task),
    async end() {
      for (const task of tasks.splice(0).toReversed()) await task();
    },
    record: () => ({ scenario, observations, exchanges, requests, notes }),
  };
}

/** Whether a request was served: with a 2xx, or with the redirect that its operation documents as its success. */
export function isSuccess({ reply, redirects }: Pick<Sent, 'reply' | 'redirects'>): boolean {
  return reply !== undefined && ((reply.status >= 200 && reply.status < 300) || redirects === true);
}

/** Whether a response serves an operation: a success that is no rejection by a limiter. */
export const servedBy =
  (operation: Operation) =>
  (sent: Pick<Sent, 'reply'>): boolean =>
    isSuccess(sent) && !isRejectedSuccess(operation, sent.reply!);
