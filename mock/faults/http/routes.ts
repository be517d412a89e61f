import { headerValue } from '../../../spec/message.ts';
import type { Answer } from '../../engine/arrival.ts';
import { route } from '../../gates/route.ts';
import { validation } from '../../gates/validation.ts';
import { after, answered, before, presenting, undecided, withBody, withLine, type Bend } from '../bend.ts';
import type { Faults } from '../fault.ts';

/** Authentication that compares the path as text, in front of a router that normalizes the path first. */
const puttingRight = (right: (path: string) => string): Bend =>
  after('credentials', (found) => {
    const { arrival, decision } = found;
    const [path = '', ...query] = arrival.target.split('?');
    if (decision?.why !== 'no credential' || right(path) === path) return found;
    const routed = route.pass({ ...undecided(found), arrival: { ...arrival, target: [right(path), ...query].join('?') } });
    return routed.operation === undefined ? found : routed;
  });

/** The header in which the cache passes on the requested URL. */
const asked = 'X-Cache-Key';

/** A router that ignores unknown path parts, behind a cache that decides by the path’s suffix. */
const keepingFiles: Bend = (parts) => {
  const kept = new Map<string, Answer>();
  const ignoring = before('route', (visit) => {
    const { arrival } = visit;
    const target = arrival.target.replace(/\/[^/?]*\.css(?=\?|$)/, '');
    return target === arrival.target
      ? visit
      : { ...visit, arrival: { ...arrival, target, headers: [...arrival.headers, asked, arrival.target] } };
  });
  const storing = answered((answer, { arrival }) => {
    const key = headerValue(arrival.headers, asked);
    if (key === undefined) return answer;
    if (answer.status === 200) kept.set(key, answer);
    return kept.get(key) ?? answer;
  });
  return storing(ignoring(parts));
};

export const routes = {
  'dots-lead-around-the-guard': {
    breaks: ['http/detours-are-guarded'],
    says: 'Authentication does not recognize a path with encoded dots, and the router resolves them later.',
    bend: puttingRight((path) => path.replace(/\/[^/]+\/%2e%2e(?=\/)/i, '')),
  },
  'slashes-lead-around-the-guard': {
    breaks: ['http/detours-are-guarded'],
    says: 'Authentication does not recognize a path with doubled slashes, and the router merges them later.',
    bend: puttingRight((path) => path.replace(/\/{2,}/g, '/')),
  },
  'capitals-lead-around-the-guard': {
    breaks: ['http/detours-are-guarded'],
    says: 'The router ignores the case of a path, but authentication does not.',
    bend: puttingRight((path) => (/[a-z]/.test(path) ? path : path.toLowerCase())),
  },
  'slash-at-the-end-leads-around-the-guard': {
    breaks: ['http/detours-are-guarded'],
    says: 'The router ignores a trailing slash, but authentication does not.',
    bend: puttingRight((path) => path.replace(/\/$/, '')),
  },
  'format-in-the-path-leads-around-the-guard': {
    breaks: ['http/detours-are-guarded'],
    says: 'The router reads a path suffix as the format, and authentication treats it as another path.',
    bend: puttingRight((path) => path.replace(/\.json$/, '')),
  },
  'earlier-version-is-still-served': {
    breaks: ['http/detours-are-guarded'],
    says: 'The server still serves the previous API version without authentication.',
    bend: puttingRight((path) => path.replace(/\/v(\d+)(?=\/)/, (_, number: string) => `/v${Number(number) + 1}`)),
  },
  'files-are-kept-by-a-cache': {
    breaks: ['http/stored-answers-are-not-served-to-strangers'],
    says: 'A cache stores responses for paths that look like a file, while the router ignores the suffix.',
    bend: keepingFiles,
  },
  'bodies-are-read-before-the-credential': {
    breaks: ['http/bad-credential-is-told-first'],
    says: 'The server parses the body before authentication and reports the errors in it.',
    bend: after('route', (found) => {
      const { decision } = found.decision === undefined && found.arrival.body ? validation.pass(found) : { decision: undefined };
      return decision === undefined ? found : { ...found, decision };
    }),
  },
  'http2-needs-no-credential': {
    breaks: ['http/http2-is-guarded-as-http1'],
    says: 'The server accepts HTTP/2 requests without a credential, because a separate listener handles them.',
    bend: after('credentials', (found) =>
      found.arrival.version === 2 && found.decision?.why === 'no credential' ? undecided(found) : found,
    ),
  },
  'http2-refuses-in-its-own-way': {
    breaks: ['http/http2-is-guarded-as-http1'],
    says: 'The server rejects an unknown credential over HTTP/2 with 403.',
    bend: answered((answer, { arrival, decision }) =>
      arrival.version === 2 && decision?.why === 'unknown credential' ? { ...answer, status: 403 } : answer,
    ),
  },
  'http2-refuses-with-a-page': {
    breaks: ['http/http2-is-guarded-as-http1'],
    says: 'The server rejects an unknown credential over HTTP/2 with an HTML page of the gateway.',
    bend: answered((answer, { arrival, decision }) =>
      arrival.version === 2 && decision?.why === 'unknown credential'
        ? withBody(withLine(answer, 'Content-Type', 'text/html'), '<!doctype html><title>Not allowed</title>')
        : answer,
    ),
  },
  'http2-does-not-challenge': {
    breaks: ['http/http2-is-guarded-as-http1'],
    says: 'A 401 over HTTP/2 has no challenge.',
    bend: answered((answer, { arrival }) =>
      arrival.version === 2 && answer.status === 401 ? withLine(answer, 'WWW-Authenticate') : answer,
    ),
  },
  'only-the-first-piece-is-read': {
    breaks: ['http/request-in-pieces-is-read-whole'],
    says: 'The server closes the connection if the headers do not arrive in one piece.',
    bend: presenting({ reads: 'what-comes-first' }),
  },
} as const satisfies Faults;
