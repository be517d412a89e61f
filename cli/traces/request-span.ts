import type { Contract } from '../../spec/contract.ts';
import type { TracedRequest } from '../../suites/http/tracing.ts';
import type { Exchange } from '../../suites/result/result.ts';
import type { Span } from './spans.ts';

/** A requirement that a response violates, and why. */
export interface Failure {
  readonly requirement: string;
  readonly reason: string;
}

/** What is known of a request besides what was sent. */
interface Circumstances {
  readonly parent: string;
  readonly operations: Contract['operations'];
  /** Absent if the result does not show it. */
  readonly exchange: Exchange | undefined;
  readonly failure: Failure | undefined;
}

/** The methods that names and attributes of spans may contain. */
const methods = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE']);

/**
 * A request as a span. Its status says what the checks found, because a 401 is often what they expect; a request without a response is an error.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
 */
export function requestSpan(request: TracedRequest, { parent, operations, exchange, failure }: Circumstances): Span {
  const { span: id, sender, method, url, protocol, startedAt, endedAt, remote, status, trouble } = request;
  const { hostname, port, protocol: scheme } = new URL(/^https?:\/\/(?:\[[^\]]*\]|[^/?#*:]*)(?::\d+)?/.exec(url)![0]);
  const [, peer, peerPort] = /^(.*):(\d+)$/.exec(remote ?? '') ?? [];
  const known = methods.has(method);
  const template = operations.find((operation) => operation.id === sender?.operation)?.path;
  return {
    id,
    parent,
    kind: 'client',
    name: [known ? method : 'HTTP', template].filter((part) => part !== undefined).join(' '),
    startedAt,
    endedAt,
    attributes: {
      'http.request.method': known ? method : '_OTHER',
      'http.request.method_original': known ? undefined : method,
      'http.response.status_code': status,
      'url.full': url,
      'server.address': hostname.replace(/^\[|\]$/g, ''),
      'server.port': Number(port || (scheme === 'https:' ? 443 : 80)),
      'network.protocol.version': protocol,
      'network.peer.address': peer,
      'network.peer.port': peerPort === undefined ? undefined : Number(peerPort),
      'error.type': trouble ?? failure?.requirement,
      'auth_conformance.scenario': sender?.scenario,
      'auth_conformance.operation': sender?.operation ?? exchange?.operation,
      'auth_conformance.exchange': exchange?.id,
      'auth_conformance.role': exchange?.role,
      'auth_conformance.principal': exchange?.principal,
    },
    error: failure ? `${failure.requirement}: ${failure.reason}` : trouble && (exchange?.trouble ?? trouble),
  };
}
