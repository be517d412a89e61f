import type { CheckResult, Exchange, Outcome, Result } from '../../suites/result/result.ts';
import { exchangesById, mainExchange } from './digest.ts';

/** Who takes part in an OAuth dialogue besides the client, which is this run. */
export type Participant = 'authorization server' | 'API';

/** A request and its response in a dialogue. */
export interface DialogueStep {
  readonly exchange: number;
  readonly to: Participant;
  readonly principal?: string;
  /** `POST /oauth/token grant_type=authorization_code`. */
  readonly request: string;
  /** The names of the parameters that were sent. */
  readonly sent: readonly string[];
  /** `302 to https://app.example/callback?code`. */
  readonly response: string;
  /** Whether a check found this response wrong. A rejection that a check asked for is none. */
  readonly failed: boolean;
  /** The part of a check that it is for, `wrong-secret`, with the outcome of that check. */
  readonly checked?: { readonly label: string; readonly outcome: Outcome };
}

/** The exchanges of one dialogue with an authorization server, with a title. */
export interface OAuthDialogue {
  readonly title: string;
  readonly steps: readonly DialogueStep[];
}

/** The most steps of one dialogue that are shown. */
const mostSteps = 12;

/** Exchanges with an authorization server name the method and path, those with the API an operation of the document. */
const isWithServer = ({ operation }: Exchange) => operation === undefined || operation.includes(' ');

/** Exchanges as the steps of a dialogue, with the numbers of those that failed; empty if none of them is with an authorization server. */
export function dialogueSteps(exchanges: readonly Exchange[], failed: ReadonlySet<number>): readonly DialogueStep[] {
  return exchanges.some((exchange) => exchange.operation?.includes(' ')) ? exchanges.map((exchange) => stepOf(exchange, failed)) : [];
}

/** The first complete dialogue of each OAuth scenario: from an authorization request, or the first request, to the one before the next. */
export function dialogues({ exchanges, requirements }: Pick<Result, 'exchanges' | 'requirements'>): readonly OAuthDialogue[] {
  const checks = requirements.filter(({ topic }) => topic === 'oauth').flatMap((requirement) => requirement.checks);
  const cited = new Set(checks.flatMap((check) => check.exchanges));
  const all = exchangesById({ exchanges });
  const failed = new Set(checks.filter(({ outcome }) => outcome === 'fail').flatMap((check) => mainExchange(check, all)?.id ?? []));
  const scenarios = [...new Set(exchanges.filter(({ id }) => cited.has(id)).map(({ scenario }) => scenario))];
  return scenarios.flatMap((scenario) => {
    const steps = dialogueSteps(exchanges.filter((exchange) => exchange.scenario === scenario).slice(0, mostSteps), failed);
    const title = scenario.replaceAll('-', ' ');
    return steps.length > 1 ? [{ title, steps: steps.map((step) => ({ ...step, ...checkedBy(step, checks) })) }] : [];
  });
}

/** The check that a step is for: one that failed, else the first that cites it. */
function checkedBy({ exchange }: DialogueStep, checks: readonly CheckResult[]): Pick<DialogueStep, 'checked'> {
  const citing = checks.filter(({ exchanges }) => exchanges.includes(exchange));
  const check = citing.find(({ outcome }) => outcome === 'fail') ?? citing[0];
  const label = check?.id.split('/').slice(2).at(-1);
  return check === undefined || label === undefined ? {} : { checked: { label, outcome: check.outcome } };
}

function stepOf(exchange: Exchange, failed: ReadonlySet<number>): DialogueStep {
  const { id, request, response, trouble, principal } = exchange;
  const { path, query } = parts(request.url);
  const sent = new URLSearchParams(request.body?.text.startsWith('{') ? '' : (request.body?.text ?? ''));
  const grant = sent.get('grant_type') ?? query.get('response_type');
  const location = response?.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  return {
    exchange: id,
    to: isWithServer(exchange) ? 'authorization server' : 'API',
    ...(principal !== undefined && { principal }),
    request: `${request.method} ${path}${grant === null ? '' : ` (${grant})`}`,
    sent: [...new Set([...query.keys(), ...sent.keys()])],
    response: response
      ? `${response.status}${location === undefined ? outcomeOf(response.body?.text) : ` to ${target(location)}`}`
      : (trouble ?? 'no response'),
    failed: failed.has(id),
  };
}

/** The error code or the kind of token of a JSON body. */
function outcomeOf(body = ''): string {
  const [, error] = /"error"\s*:\s*"([^"]{1,60})"/.exec(body) ?? [];
  if (error !== undefined) return ` ${error}`;
  const tokens = ['access_token', 'refresh_token', 'id_token'].filter((name) => new RegExp(`"${name}"\\s*:`).test(body));
  return tokens.length > 0 ? ` ${tokens.join(', ')}` : '';
}

/** A redirect target without values and fragment: `https://app.example/callback?code&state`. */
function target(location: string): string {
  const { path, query } = parts(location);
  const error = query.get('error');
  const names = [...query.keys()].map((name) => (name === 'error' && error !== null ? `error=${error}` : name));
  return `${path}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}

function parts(url: string): { readonly path: string; readonly query: URLSearchParams } {
  const [whole = '', query = ''] = url.split('#')[0]!.split(/\?(.*)/s);
  return { path: whole.replace(/^https?:\/\/[^/]*/, '') || '/', query: new URLSearchParams(query) };
}
