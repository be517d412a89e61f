/**
 * Preflight lines about what stands between this machine and the target.
 *
 * @module
 */
import { listed } from '../../spec/lint/words.ts';
import type { Settings } from '../engine/settings.ts';
import { proxyFor, proxyName } from '../http/proxy.ts';
import type { PreflightResult } from '../result/result.ts';
import { passed } from './line.ts';

/** One line for each of headers, proxy, pace and client certificate that the settings have. */
export function gatewayLines(settings: Settings): readonly PreflightResult[] {
  const { target, headers = [], pace, proxy, tls } = settings;
  const used = proxyFor(proxy, new URL(target).origin);
  return [
    ...(used === undefined ? [] : [passed('target-proxy', `requests go through the proxy ${proxyName(used)}`)]),
    ...(headers.length === 0 ? [] : [passed('target-headers', `every request has ${listed(headers.map(({ name }) => name))}`)]),
    ...(pace === undefined ? [] : [passed('target-pace', `at most ${pace.requests} requests are sent in ${pace.seconds} s`)]),
    ...(tls.client === undefined ? [] : [passed('target-client', `this client presents the certificate ${tls.client.certFile}`)]),
  ];
}
