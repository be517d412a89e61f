import type { HeaderList } from '../../../spec/message.ts';
import { calledFrom, claimed, knowsLists, outside } from '../../principals/origin.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { noOutsiderFor, outsiders } from './blocked-address.ts';
import { principalNamed, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';

interface Forwarding {
  /** The header lines with which a proxy names the client's address. */
  readonly lines: (address: string) => HeaderList;
  /** The header, in words. */
  readonly words: string;
}

const header = (name: string): Forwarding => ({ lines: (address) => [name, address], words: name });

/** The headers in which proxies name the client's address. @see RFC 7239 §4, §6 */
export const forwardingHeaders = {
  'x-forwarded-for': { lines: (address) => ['X-Forwarded-For', `${address}, ${address}`], words: 'X-Forwarded-For' },
  forwarded: { lines: (address) => ['Forwarded', `for=${address.includes(':') ? `"[${address}]"` : address}`], words: 'Forwarded' },
  'x-real-ip': header('X-Real-IP'),
  'true-client-ip': header('True-Client-IP'),
  'x-client-ip': header('X-Client-IP'),
  'cf-connecting-ip': header('CF-Connecting-IP'),
  'x-originating-ip': header('X-Originating-IP'),
  mapped: {
    lines: (address) => ['X-Forwarded-For', address.includes(':') ? address : `::ffff:${address}`],
    words: 'X-Forwarded-For, as an IPv4-mapped IPv6 address',
  },
} as const satisfies { readonly [label: string]: Forwarding };

export type ForwardingHeader = keyof typeof forwardingHeaders;

export interface ForwardedAddressCase extends Case {
  readonly header: ForwardingHeader;
}

export interface ForwardedAddressProbes extends NamedProbes {
  /** The request without the header. */
  readonly plain: Evidence;
  readonly forwarded: Evidence;
}

export const forwardedAddress: Scenario<ForwardedAddressCase, ForwardedAddressProbes> = {
  name: 'forwarded-address',
  description:
    'Calls from an address outside the principal’s allowlist, and names an address on the allowlist in eight forwarding headers.',
  cases: (planning) => {
    const simplest = planning.principals.probe;
    if (knowsLists(planning.contract) !== true || !simplest) return [];
    const outsider = outsiders(planning, simplest)[0];
    const blocked = planning.principals.able(simplest).length === 0 || !outsider ? noOutsiderFor(simplest) : undefined;
    return headerNames.map((name, index): Planned<ForwardedAddressCase> => ({
      header: name,
      operation: simplest.id,
      label: name,
      words: `an address on the allowlist in ${forwardingHeaders[name].words}`,
      cost: index === 0 ? 3 : 1,
      ...(blocked ? { blocked } : { principal: outsider!.name }),
    }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const principal = principalNamed(context.principals, cases[0]?.principal);
    const companion = context.principals.able(operation)[0]!;
    const caller = context.principals.caller(principal, operation);
    const alter = calledFrom(outside(principal, context.settings.origin)!);
    const callAsCompanion = () => context.send(operation, { role: 'control', caller: context.principals.caller(companion, operation) });
    const plain = await context.send(operation, { caller, alter });
    let control = await callAsCompanion();
    for (const testCase of cases) {
      const headers = forwardingHeaders[testCase.header].lines(claimed(principal));
      const forwarded = await context.send(operation, { caller, alter, headers });
      // No response can be the rejection, or a server that is down.
      if (forwarded.trouble) control = await callAsCompanion();
      context.observe(testCase, { controls: [control], probes: { plain, forwarded } });
    }
  },
};

const isForwardingHeader = (name: string): name is ForwardingHeader => Object.hasOwn(forwardingHeaders, name);
const headerNames: readonly ForwardingHeader[] = Object.keys(forwardingHeaders).filter(isForwardingHeader);
