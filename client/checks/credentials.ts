import { schemeMethods } from '../../spec/schemes/schemes.ts';
import { withoutHeader } from '../../spec/message.ts';
import { isOAuthTask } from '../scenarios/scenario.ts';
import type { ClientRequest } from '../journal.ts';
import { inScenarios, noRequest, undecided, wrong, type ClientCheck, type ClientCheckContext, type ClientMismatch } from './check.ts';
import {
  allText,
  isOver,
  issuedTokens,
  responseJson,
  reported,
  requestsOf,
  statusOf,
  strayRequests,
  succeeded,
  unlessSent,
  wordsIn,
} from './evidence.ts';

const secretNames = { key: 'the key', 'client secret': 'the client secret', token: 'a token' } as const;

/** Whether a text contains the key, raw or encoded. */
const hasKey = (text: string, { found }: ClientCheckContext) => found(text).includes('key');

/** The header with the credential, which all of its schemes but queries have. */
function ownHeader({ setting }: ClientCheckContext): string {
  const { kind, parameter } = setting.principal!.scheme;
  if (kind === 'cookie') return 'Cookie';
  return kind === 'header' ? parameter : kind === 'query' ? '' : 'Authorization';
}

/** Further places of the key: other headers, and the body. */
function elsewhere(request: ClientRequest, context: ClientCheckContext): readonly ClientMismatch[] {
  const others = withoutHeader(request.headers, ownHeader(context));
  const headers = others.flatMap((name, index) =>
    index % 2 === 0 && hasKey(others[index + 1]!, context)
      ? [wrong('credential-elsewhere', request, { kind: 'absent' }, name, { at: `$request.header.${name}` })]
      : [],
  );
  return hasKey(request.body, context)
    ? [...headers, wrong('credential-elsewhere', request, { kind: 'absent' }, 'body', { at: '$request.body' })]
    : headers;
}

function carriesKey(request: ClientRequest, { setting, secrets }: ClientCheckContext): boolean {
  const { scheme } = setting.principal!;
  const taken = schemeMethods[scheme.kind].take(scheme, request);
  return taken.found === 'credential' && taken.credential === secrets.key;
}

/** The names of tokens and keys in a URL that must not be there. */
function inUrl({ target }: ClientRequest, tokens: readonly string[], context: ClientCheckContext): boolean {
  const isPlace = context.setting.principal?.scheme.kind === 'query';
  const decoded = decodedTarget(target);
  return (!isPlace && hasKey(target, context)) || tokens.some((token) => decoded.includes(token));
}

function decodedTarget(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

export const clientCredentialsChecks = {
  'client/key-placement': {
    of: ({ task, plain, certificate }) => !isOAuthTask(task) && plain === undefined && certificate === undefined,
    patient: true,
    judge(observation, context) {
      const calls = requestsOf(observation, 'operation');
      const missing = unlessSent(calls, 'call');
      if (missing) return missing;
      const known = calls.some((request) => carriesKey(request, context) || hasKey(request.target, context));
      const found = calls.flatMap((request) => elsewhere(request, context));
      return known || found.length > 0
        ? found
        : [wrong('credential-missing', calls[0], { kind: 'present' }, undefined, { at: `$request.header.${ownHeader(context)}` })];
    },
  },
  'client/key-not-in-url': {
    of: ({ certificate }) => certificate === undefined,
    patient: true,
    judge(observation, context) {
      const tokens = issuedTokens(observation);
      const bad = observation.requests.filter((request) => request.kind !== 'authorize' && inUrl(request, tokens, context));
      return bad.map((request) => wrong('credential-in-url', request, { kind: 'no-secret' }, request.target, { at: '$url' }));
    },
  },
  'client/https-only': {
    of: inScenarios('plain-base-url', 'redirect-to-plain-http'),
    judge({ requests }, context) {
      const bad = requests.filter((request) => request.place === 'plain' && hasKey(allText(request), context));
      return bad.map((request) => wrong('credential-over-plain-http', request, { kind: 'no-secret' }, request.method));
    },
  },
  'client/certificate-verified': {
    of: ({ certificate }) => certificate !== undefined,
    judge: ({ requests }) =>
      requests.map((request) => wrong('request-despite-certificate', request, noRequest, `${request.method} ${request.target}`)),
  },
  'client/redirect-drops-credential': {
    of: inScenarios('redirect-to-other-host', 'redirect-to-other-port'),
    judge(observation, context) {
      const bad = strayRequests(observation).filter((request) => hasKey(allText(request), context));
      return bad.map((request) => wrong('credential-at-other-origin', request, { kind: 'no-secret' }, request.place));
    },
  },
  'client/key-not-logged': {
    of: () => true,
    patient: true,
    judge({ endings }, { found }) {
      if (endings.length === 0) return undecided('client-end-unknown');
      const names = [...new Set(endings.flatMap(({ output }) => found(output)))];
      return names.flatMap((name) => {
        const secret = Object.entries(secretNames).find(([known]) => known === name)?.[1];
        return secret === undefined ? [] : [wrong('secret-in-output', undefined, { kind: 'no-secret' }, secret, { details: { secret } })];
      });
    },
  },
  'client/error-surfaced': {
    of: inScenarios('key-rejected', 'key-forbidden', 'always-limited'),
    judge(observation) {
      const last = requestsOf(observation, 'operation').at(-1);
      if (last === undefined) return undecided('client-no-such-request', { what: 'call' });
      if (!isOver(observation)) return undecided('client-end-unknown');
      const status = statusOf(last);
      if (reported(observation, [String(status), ...wordsIn(responseJson(last))])) return [];
      return [wrong('error-not-reported', last, { kind: 'condition', condition: 'error-reported' }, 'exit 0', { details: { status } })];
    },
  },
  'client/unknown-members': {
    of: inScenarios('extra-members', 'extra-token-members'),
    judge: (observation, context) => likeControl(observation, context),
  },
} as const satisfies { readonly [id: string]: ClientCheck };

/** Whether the client works as in its control. */
export function likeControl(...[observation, { control }]: Parameters<ClientCheck['judge']>): ReturnType<ClientCheck['judge']> {
  const missing = unlessSent(observation.requests, 'request');
  if (missing) return missing;
  if (succeeded(observation)) return [];
  // The command always plays the control; a test calls a client that it knows to work.
  if (control !== undefined && !succeeded(control)) return undecided('client-control-failed', { scenario: control.scenario });
  return [wrong('client-broke', observation.requests.at(-1), { kind: 'condition', condition: 'client-works' }, endOf(observation))];
}

function endOf({ endings }: Parameters<ClientCheck['judge']>[0]): string {
  const last = endings.at(-1);
  return last?.kind === 'exited' ? `exit ${last.code}` : (last?.kind ?? 'unknown');
}
