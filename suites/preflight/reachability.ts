/**
 * Preflight lines about reaching a server: host name, port, TLS and certificate.
 *
 * @module
 */
import type { PreflightResult } from '../result/result.ts';
import type { Settings } from '../engine/settings.ts';
import type { Secured, Survey } from '../http/target.ts';
import { failure, passed, warning } from './line.ts';

/** A certificate that expires within this time gets a warning. */
const soonDays = 14;
const dayMs = 86_400_000;

/** The server to reach: its configuration key and its URL. */
export interface Destination {
  readonly key: 'target' | 'oauthTarget';
  readonly url: string;
}

/** One line for each step of a survey, up to the first that failed. */
export function reachabilityLines(found: Survey, destination: Destination, tls: Settings['tls'], now: number): readonly PreflightResult[] {
  const { key } = destination;
  const id = (step: string) => `${key}-${step}`;
  const { host, port, addresses, connected, secured, trouble } = found;
  const failed = (step: string, why: string, fix: string) =>
    failure(id(step), { message: `${destination.url} does not respond: ${why}`, configuration: key, fix });
  if (trouble?.stage === 'name') {
    const fix = `check the spelling of ${host}; this machine may need a VPN, a proxy or an entry in the hosts file`;
    return [failed('name', `${host} has no known address (${trouble.message})`, fix)];
  }
  const name = passed(id('name'), addresses[0] === host ? `${host} is an address` : `${host} resolves to ${addresses.join(', ')}`);
  if (trouble?.stage === 'port') {
    const fix = `check that the server is running, that its port is ${port}, and that no firewall blocks this machine`;
    return [name, failed('port', `cannot connect to port ${port} (${trouble.message})`, fix)];
  }
  const open = passed(id('port'), `port ${port} of ${connected!.address} is open (${connected!.milliseconds} ms)`);
  if (trouble) {
    const fix = `check that the server speaks TLS on port ${port}; if it speaks plain HTTP, start ${key} with http://`;
    return [name, open, failed('tls', `no TLS on port ${port} (${trouble.message})`, fix)];
  }
  return [name, open, ...(secured ? [protocolLine(secured, destination), certificateLine(secured, host, destination, tls, now)] : [])];
}

function protocolLine({ protocol }: Secured, { key }: Destination): PreflightResult {
  const id = `${key}-tls`;
  if (/^TLSv1\.[23]$/.test(protocol)) return passed(id, `the server uses ${protocol}`);
  return warning(id, {
    message: `the server uses ${protocol}, which is outdated`,
    configuration: key,
    fix: 'enable TLS 1.2 or 1.3 on the server',
  });
}

function certificateLine(secured: Secured, host: string, { key, url }: Destination, tls: Settings['tls'], now: number): PreflightResult {
  const id = `${key}-certificate`;
  const problem = certificateProblem(secured, host, key, tls, now);
  if (tls.insecure) {
    const message = problem
      ? `certificates are not verified; otherwise ${problem.text}`
      : 'certificates are not verified, although this one is valid';
    const fix = 'remove it, and set tls.ca if the certificate authority is unknown to this machine';
    return warning(id, { message, configuration: 'tls.insecure', fix });
  }
  if (problem) {
    return failure(id, { message: `${url} does not respond: ${problem.text}`, configuration: problem.configuration, fix: problem.fix });
  }
  const days = Math.floor((secured.validUntil - now) / dayMs);
  const text = `the certificate for ${secured.names}, issued by ${secured.issuer}, expires on ${dateOf(secured.validUntil)}`;
  if (days >= soonDays) return passed(id, `${text}, in ${days} days`);
  return warning(id, {
    message: `${text}, ${days === 0 ? 'today' : `in ${days} ${days === 1 ? 'day' : 'days'}`}`,
    configuration: key,
    fix: 'renew the certificate before it expires',
  });
}

/** What is wrong with a certificate; undefined if nothing is. */
function certificateProblem(
  { distrust, namesHost, names, issuer, validFrom, validUntil }: Secured,
  host: string,
  key: Destination['key'],
  tls: Settings['tls'],
  now: number,
): { readonly text: string; readonly configuration: string; readonly fix: string } | undefined {
  if (validUntil < now) {
    const fix = 'renew the certificate; until then, true tests the server anyway';
    return { text: `its certificate expired on ${dateOf(validUntil)}`, configuration: 'tls.insecure', fix };
  }
  if (validFrom > now) {
    const text = `its certificate is valid only from ${new Date(validFrom).toISOString()}`;
    return { text, configuration: 'tls.insecure', fix: 'check the clock of this machine' };
  }
  if (distrust !== undefined) {
    const fix =
      tls.caFile === undefined
        ? 'set it to a PEM file with the certificate authority that signed it'
        : `check that ${tls.caFile} is the certificate authority of this server, including all intermediate certificates`;
    return { text: `its certificate is signed by ${issuer}, which is not trusted (${distrust})`, configuration: 'tls.ca', fix };
  }
  if (namesHost) return undefined;
  const fix = `use a host name that the certificate contains, or reissue it for ${host}`;
  return { text: `its certificate is for ${names}, not for ${host}`, configuration: key, fix };
}

const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);
