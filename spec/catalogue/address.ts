import { pointers } from './pointers.ts';
import { promised, standard } from './requirement.ts';

export const address = {
  'address/unlisted-address-is-refused': promised('address', 'MUST', {
    says: 'A credential that is tied to a list of addresses is refused everywhere else, by every operation.',
    critical: true,
    pointer: pointers.addresses,
    why: 'The list is what is left of the protection once a key has leaked. One operation that forgets it, and be it the self-test, makes the leaked key useful again.',
    checked:
      'Of every secured operation: the status that the document gives the refusal of an address, while somebody of the same account without a list is served.',
    fair: '401, where the same credential is served at an address of its list; the report notes it. A connection that is closed without an answer, noted too, where others are answered. 404 where the path names an object. A server that is down, or slow, is none of these: then nothing is decided.',
    failure:
      'Served: the list is not looked at, or not by this operation. Refused otherwise: clients take the wrong address for a bad key or an absent object. See whether one operation or all of them are concerned.',
    fix: 'Hold the address against the list where the credential is recognised, in one place for all operations, and before anything is done for the request.',
    references: ['OWASP API8:2023', 'ASVS 5.0 8.2.1'],
  }),
  'address/refusal-has-the-documented-body': promised('address', 'MUST', {
    says: 'The refusal of an address has the documented media type and a body that its schema allows.',
    pointer: pointers.blocked,
    assumption: '/rejections/ipBlocked',
    why: 'Whoever moves a program to another machine needs to be told that it is the address. Anything else is looked for in the key, for hours.',
    checked: 'Media type and body of each refusal, against the media type and schema that the document gives it.',
    fair: 'Further members, where the schema does not forbid them. Where the document lists the refusal as assumed, another body is only a warning, and so is a connection that is closed instead.',
    failure: 'A firewall or a proxy refuses in its own way, or the layer that holds the lists has error codes of its own.',
    fix: 'Let the layer that holds the lists answer with the documented body; a proxy can return it as a fixed text.',
    references: [],
  }),
  'address/refusal-has-the-documented-message': promised('address', 'SHOULD', {
    says: 'The refusal of an address is worded as the documented example.',
    pointer: pointers.blocked,
    assumption: '/rejections/ipBlocked',
    why: 'A message that names the list, or the address that was seen, also tells it to whoever found the key.',
    checked: 'Every text of the documented example that the schema leaves open, against the text in the same place of the answer.',
    failure: 'The wording has changed on one side. No client breaks that follows the code, which is why this is a warning.',
    fix: 'Take the words from the document, or bring the example in the document up to date.',
    references: [],
  }),
  'address/listed-address-is-served': promised('address', 'MUST', {
    says: 'A credential that is tied to a list of addresses is served at each of them.',
    pointer: pointers.addresses,
    why: 'Whoever turns a list on and is locked out turns it off again, for good.',
    checked: 'A call from the midst of each entry of a list, as far as this machine has such an address, is a success.',
    fair: 'Where nobody can tell from which address requests arrive, only principals are tried of which the configuration says `here: true`.',
    failure:
      'The server sees another address than the one on the list, that of its own proxy as a rule; or it reads only some of the entries, or takes IPv6 or IPv4-mapped addresses for none.',
    fix: 'Let the server learn the address from the proxies that you run, and from nobody else. Compare parsed addresses, the mapped ones as IPv4.',
    references: ['RFC 4291 §2.5.5.2'],
  }),
  'address/range-is-exact': promised('address', 'MUST', {
    says: 'A range holds its first and its last address and all between, and none beside them.',
    critical: true,
    pointer: pointers.addresses,
    why: 'A range that reaches further than written lets in the neighbours, who at a hosting company are anybody. One that is shorter locks out machines that nobody thought of as special.',
    checked:
      'Calls from the first and the last address of each entry are successes, and from the addresses next to them they are refused, while a principal without a list is served from there. Of an entry that is a single address also one is tried that begins with the same characters.',
    fair: 'Any refusal. Only where this machine can choose its source address, on loopback, can borders be tried; elsewhere this does not apply, except under the profile `full`, where it is said to be missing.',
    failure:
      'Addresses are compared as text, the length of the prefix is rounded to whole octets, network and broadcast addresses are left out, or an address of the other family is let through because it cannot be compared.',
    fix: 'Compare the first bits of parsed addresses, with a library that is tested for it, and refuse what cannot be parsed.',
    references: ['RFC 4632 §3.1', 'RFC 4291 §2.3'],
  }),
  'address/no-list-means-anywhere': promised('address', 'MUST', {
    says: 'A credential without a list is served wherever it is used.',
    pointer: pointers.addresses,
    why: 'The restriction is something to turn on. Programs that run on changing addresses, as in most clouds, break if it comes by itself.',
    checked: 'Calls of a principal without a list are successes, from this machine’s usual address and, where it can choose, from others.',
    failure:
      'An empty list is taken for one that holds nobody, the list of one credential is applied to its account, or a credential is tied to where it was used first.',
    fix: 'Tell no list from an empty one, and refuse to store the empty one.',
    references: [],
  }),
  'address/refusal-costs-nothing': promised('address', 'MUST', {
    says: 'Requests that are refused for their address take no unit of the quota.',
    pointer: pointers.addresses,
    why: 'Otherwise whoever found a key that is of no use to them can still use up its owner’s quota, from anywhere.',
    checked: 'What remains to the account, as a good call before and one after several refused ones show it, differs by one.',
    failure: 'The limiter counts before the list is looked at. Traffic of others on the same account looks alike: check that first.',
    fix: 'Look at the address before the quota is charged.',
    references: ['OWASP API4:2023'],
  }),
  'address/refusal-has-no-effect': promised('address', 'MUST', {
    says: 'A change or deletion that is refused for its address leaves the object as it was.',
    critical: true,
    pointer: pointers.addresses,
    why: 'A list that is looked at only after the handler has run keeps the answer from a thief, and not the deed.',
    checked: 'Status and body of the object, read before and after the refused attempt by somebody who may, are the same.',
    fair: 'Members that change with every reading, such as a time of access: they differ between two readings before the attempt already.',
    failure: 'The list is held in a layer that wraps the answer, or is looked at beside the handler and not before it.',
    fix: 'Decide on the address before the body is read.',
    references: ['ASVS 5.0 8.3.1'],
  }),
  'address/forwarding-fields-do-not-help': standard('address', 'MUST', {
    says: 'What a request says of where it comes from does not pass a list of addresses.',
    critical: true,
    reference: 'RFC 7239 §8.1',
    why: 'Anybody can write a forwarding field. A server that believes it has no list at all, for listed addresses are easily guessed and often public.',
    checked: 'A request that is refused for its address is refused with each field as well, though the field names an address of the list.',
    fair: 'Any refusal, also one of the field itself. Where the request is served without any field this is not judged.',
    failure:
      'The framework takes the address from the field named in the report, whoever sends it. Some take the first of several, which is the one that a client can choose.',
    fix: 'Believe forwarding fields only of connections from your own proxies, count hops from the right, and let the outermost proxy remove what came with the request.',
    references: ['ASVS 5.0 4.1.3', 'RFC 7239 §8.1', 'OWASP API8:2023'],
  }),
} as const;
