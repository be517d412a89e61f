/**
 * The way to a server as lines: its name, its port, its TLS, its certificate.
 *
 * @module
 */
import type { PreflightResult } from '../result/result.ts';
import type { Settings } from '../engine/settings.ts';
import type { Secured, Survey } from '../http/target.ts';
import { failure, passed, warning } from './line.ts';

/** Within so many days a certificate's end is worth a word. */
const soon = 14;
const day = 86_400_000;

/** Which server it is about: the key of the configuration that says where it is, and its URL. */
export interface Destination {
  readonly key: 'target' | 'oauthTarget';
  readonly url: string;
}

/** What a survey found, each step a line; ends with the step that failed. */
export function reachabilityLines(found: Survey, destination: Destination, tls: Settings['tls'], now: number): readonly PreflightResult[] {
  const { key } = destination;
  const id = (step: string) => `${key}-${step}`;
  const { host, port, addresses, connected, secured, trouble } = found;
  const lost = (step: string, why: string, fix: string) =>
    failure(id(step), { says: `${destination.url} does not answer: ${why}`, configuration: key, fix });
  if (trouble?.stage === 'name') {
    const fix = `is ${host} spelt right? From this machine it may take a VPN, a proxy or a line in the hosts file`;
    return [lost('name', `no address is known for ${host} (${trouble.says})`, fix)];
  }
  const name = passed(id('name'), addresses[0] === host ? `${host} is an address` : `${host} is ${addresses.join(', ')}`);
  if (trouble?.stage === 'port') {
    const fix = `does the server run, is ${port} its port, and may this machine connect to it?`;
    return [name, lost('port', `no connection to port ${port} (${trouble.says})`, fix)];
  }
  const open = passed(id('port'), `port ${port} of ${connected!.address} is open, after ${connected!.milliseconds} ms`);
  if (trouble) {
    const fix = `does the server speak TLS on port ${port}? If it speaks plain HTTP there, begin ${key} with http://`;
    return [name, open, lost('tls', `no TLS on port ${port} (${trouble.says})`, fix)];
  }
  return [name, open, ...(secured ? securedLines(secured, host, destination, tls, now) : [])];
}

function securedLines(secured: Secured, host: string, { key, url }: Destination, tls: Settings['tls'], now: number) {
  const { protocol, distrust, namesHost, names, issuer, validFrom, validUntil } = secured;
  const [version, certificate] = [`${key}-tls`, `${key}-certificate`];
  const fix = 'let the server speak TLS 1.2 or 1.3';
  const spoken = /^TLSv1\.[23]$/.test(protocol)
    ? passed(version, `it speaks ${protocol}`)
    : warning(version, { says: `it speaks ${protocol}, which is out of date`, configuration: key, fix });
  const left = Math.floor((validUntil - now) / day);
  const until = new Date(validUntil).toISOString().slice(0, 10);
  const bad = (says: string, configuration: string, how: string) =>
    failure(certificate, { says: `${url} does not answer: ${says}`, configuration, fix: how });
  const complaint =
    validUntil < now
      ? bad(`its certificate expired on ${until}`, 'tls.insecure', 'renew the certificate; until then true tests it all the same')
      : validFrom > now
        ? bad(
            `its certificate is valid only from ${new Date(validFrom).toISOString()}`,
            'tls.insecure',
            'is the clock of this machine right?',
          )
        : distrust !== undefined
          ? bad(
              `its certificate is signed by ${issuer}, which is not trusted (${distrust})`,
              'tls.ca',
              tls.caFile === undefined
                ? 'name a PEM file with the certificate authority that signed it'
                : `is ${tls.caFile} the authority of this server, with every certificate in between?`,
            )
          : namesHost
            ? undefined
            : bad(
                `its certificate is for ${names}, not for ${host}`,
                key,
                `use a host name that the certificate is for, or have it reissued for ${host}`,
              );
  return [spoken, ...verified()];

  function verified(): readonly PreflightResult[] {
    if (tls.insecure) {
      const says = complaint
        ? `nothing is verified; otherwise ${complaint.message.replace(/^.*? does not answer: /, '')}`
        : 'nothing is verified, though the certificate is good';
      return [
        warning(certificate, {
          says,
          configuration: 'tls.insecure',
          fix: 'leave it out, and name the authority under tls.ca where it takes one',
        }),
      ];
    }
    if (complaint) return [complaint];
    const says = `its certificate for ${names}, by ${issuer}, ends on ${until}`;
    if (left >= soon) return [passed(certificate, `${says}, in ${left} days`)];
    return [
      warning(certificate, {
        says: `${says}, ${left === 0 ? 'today' : `in ${left} ${left === 1 ? 'day' : 'days'}`}`,
        configuration: key,
        fix: 'renew the certificate before the run fails of it',
      }),
    ];
  }
}
