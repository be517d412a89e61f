import { pointers } from './pointers.ts';
import { promised, standard } from './requirement.ts';

export const addressRequirements = {
  'address/unlisted': promised('address', 'MUST', {
    title: 'Addresses outside the allowlist are rejected',
    demand: 'Every operation MUST reject a credential with an allowlist if the request comes from an address outside it.',
    critical: true,
    pointer: pointers.addresses,
    why: 'The allowlist is the remaining protection once a key has leaked. One operation that ignores it, even the self-test, makes the leaked key useful again.',
    checked:
      'Each secured operation answers with the status documented for a rejected address. A principal of the same account without an allowlist is served.',
    fair: 'A 401 (noted) passes if a listed address is accepted, 404 if the path names an object, a closed connection (noted) if others get responses. If the server is down or slow, the check is undecided.',
    failure:
      'If requests are served, see whether one operation or all of them ignore the allowlist. With another status, clients mistake the wrong address for an invalid key or a missing object.',
    fix: 'Check the address against the allowlist where the credential is recognized, in one place for all operations, and before the request has any effect.',
    references: ['OWASP API8:2023', 'ASVS 5.0 8.2.1'],
  }),
  'address/rejection-body': promised('address', 'MUST', {
    title: 'A rejected address gets the documented body',
    demand: 'A response that rejects an address MUST have the documented media type and a body that matches its schema.',
    pointer: pointers.blocked,
    assumption: '/rejections/ipBlocked',
    why: 'Developers who move a program to another machine need to know that the address is the cause. With any other error they search for it in the key, for hours.',
    checked: 'The media type and body of each rejection are compared with the documented media type and schema.',
    fair: 'Additional members pass unless the schema forbids them. If the document lists this response as assumed, another body or a closed connection is only a warning.',
    failure: 'A firewall or proxy rejects in its own way, or the layer that holds the allowlists has its own error codes.',
    fix: 'Let the layer that holds the allowlists send the documented body. A proxy can return it as fixed text.',
  }),
  'address/rejection-message': promised('address', 'SHOULD', {
    title: 'A rejected address gets the documented message',
    demand: 'The texts of a response that rejects an address SHOULD match the documented example.',
    pointer: pointers.blocked,
    assumption: '/rejections/ipBlocked',
    why: 'A message that contains the allowlist or the observed address also reveals it to the holder of a leaked key.',
    checked:
      'Every text of the documented example that the schema leaves open is compared with the text in the same place of the response.',
    failure: 'The wording has changed on one side. Clients that rely on the code do not break, so this is a warning.',
    fix: 'Use the message from the document, or update the example in the document.',
  }),
  'address/listed': promised('address', 'MUST', {
    title: 'Addresses on the allowlist are accepted',
    demand: 'The server MUST accept a credential with an allowlist from every address on the list.',
    pointer: pointers.addresses,
    why: 'A customer who turns on an allowlist and is locked out turns it off for good.',
    checked: 'A call from the middle of each allowlist entry succeeds, where this machine has such an address.',
    fair: 'If the address from which requests arrive is unknown, only principals with `here: true` in the configuration are tested.',
    failure:
      'The server sees another address, usually that of its own proxy. Or it reads only some entries, or does not match IPv6 or IPv4-mapped addresses.',
    fix: 'Take the client address only from proxies that you run. Compare parsed addresses, and treat mapped addresses as IPv4.',
    references: ['RFC 4291 §2.5.5.2'],
  }),
  'address/range-boundaries': promised('address', 'MUST', {
    title: 'Address ranges are exact',
    demand: 'A range MUST include its first address, its last address and all addresses between them, and no others.',
    critical: true,
    pointer: pointers.addresses,
    why: 'A range that is too wide admits its neighbors, who can be anyone at a hosting provider. A range that is too narrow locks out the machines at its ends.',
    checked:
      'The first and last address of each entry are accepted; adjacent addresses are rejected while a principal without an allowlist is served there. For a single-address entry, an address that begins with the same characters is tested too.',
    fair: 'Any rejection passes. The check needs loopback, where this machine can choose its source address; elsewhere it does not apply, or is reported as missing with profile `full`.',
    failure:
      'The server compares addresses as text, rounds the prefix length to whole octets, or excludes network and broadcast addresses. Or it admits an address of the other family because it cannot compare it.',
    fix: 'Compare the leading bits of parsed addresses with a well-tested library, and reject addresses that cannot be parsed.',
    references: ['RFC 4632 §3.1', 'RFC 4291 §2.3'],
  }),
  'address/no-allowlist': promised('address', 'MUST', {
    title: 'Credentials without an allowlist work anywhere',
    demand: 'The server MUST accept a credential without an allowlist from any address.',
    pointer: pointers.addresses,
    why: 'The restriction is optional. Programs with changing addresses, as in most clouds, break if it is active by default.',
    checked: 'Calls by a principal without an allowlist succeed from this machine’s usual address and, where it can choose, from others.',
    failure:
      'An empty list is treated as one that allows no address. Or one credential’s list applies to its whole account, or a credential is bound to its first address.',
    fix: 'Distinguish a missing list from an empty one, and do not accept an empty list.',
  }),
  'address/rejection-cost': promised('address', 'MUST', {
    title: 'Rejected addresses do not use quota',
    demand: 'The server MUST NOT charge a request to the quota if it rejects the request because of its address.',
    pointer: pointers.addresses,
    why: 'Otherwise anyone who finds a leaked key can exhaust its owner’s quota, from any address.',
    checked: 'The remaining counts of a valid call before and one after several rejected ones differ by one.',
    failure: 'The limiter counts before the allowlist is checked. Other traffic on the same account looks the same, so check that first.',
    fix: 'Check the address before charging the quota.',
    references: ['OWASP API4:2023'],
  }),
  'address/rejection-side-effects': promised('address', 'MUST', {
    title: 'Requests from rejected addresses change nothing',
    demand: 'A change or deletion that the server rejects because of its address MUST NOT affect the object.',
    critical: true,
    pointer: pointers.addresses,
    why: 'If the allowlist is checked after the handler has run, an attacker does not see the response, but the change is made.',
    checked: 'A permitted principal reads the object before and after the rejected attempt. Status and body are the same.',
    fair: 'Members that change on every read, such as an access time, are ignored if they already differ between two reads before the attempt.',
    failure: 'The allowlist is checked in a layer that wraps the response, or in parallel with the handler instead of before it.',
    fix: 'Check the address before reading the request body.',
    references: ['ASVS 5.0 8.3.1'],
  }),
  'address/forwarding-headers': standard('address', 'MUST', {
    title: 'Forwarding headers do not bypass the allowlist',
    demand: 'Forwarding headers in a request MUST NOT bypass an allowlist.',
    critical: true,
    reference: 'RFC 7239 §8.1',
    why: 'Any client can write a forwarding header. A server that trusts it has no allowlist, because listed addresses are easy to guess and often public.',
    checked: 'A request that is rejected because of its address is also rejected with each forwarding header that names a listed address.',
    fair: 'Any rejection passes, including one of the header itself. If the request is served without the header, this is not judged.',
    failure:
      'The framework takes the client address from the header named in the report, no matter who sent it. Some use the first of several addresses, which the client can choose.',
    fix: 'Trust forwarding headers only on connections from your own proxies, and count hops from the right. Let the outermost proxy remove the headers that came with the request.',
    references: ['ASVS 5.0 4.1.3', 'RFC 7239 §8.1', 'OWASP API8:2023'],
  }),
} as const;
