import { pointers } from './pointers.ts';
import { promised, standard } from './requirement.ts';

export const transport = {
  'transport/plain-http-is-refused': promised('transport', 'MUST', {
    says: 'A request over plain HTTP is refused before it is authenticated, and neither served nor redirected.',
    critical: true,
    pointer: pointers.servers,
    why: 'Over plain HTTP everybody on the way can read the credential. A redirect comes too late, for the credential has been sent already, and it hides the mistake: the client goes on working, and leaking.',
    checked: 'Each answer is a refusal in the 400s, and not the one that a bad credential gets.',
    fair: 'Any status in the 400s but 401. Nobody listening at all, where `httpTarget` names the place or the target is on port 443.',
    failure:
      'After a redirect or a success, a client with `http://` in its settings exposes its key with every call and nobody notices; a 401 shows that the request went on to authentication. Look first at whatever answers port 80: load balancers, ingresses and CDNs redirect by default.',
    fix: 'Let the outermost layer answer plain HTTP for the host of the API with a fixed refusal, or close the port for that host, and switch automatic redirects off there. Revoke credentials that did arrive that way.',
    references: ['ASVS 5.0 4.1.2', 'ASVS 5.0 12.2.1', 'RFC 6750 §5.3', 'OWASP API8:2023'],
  }),
  'transport/plain-http-refusal-has-the-documented-body': promised('transport', 'MUST', {
    says: 'The refusal of plain HTTP has the documented media type and a body that its schema allows.',
    pointer: pointers.insecure,
    why: 'The documented code tells a developer at once that the scheme of the URL is wrong. An HTML page of a proxy, or an empty answer, sends them looking for a fault in their key.',
    checked: 'Media type and body of each refusal, against the media type and schema that the document gives it.',
    fair: 'Further members, where the schema does not forbid them. Where nobody listens there is nothing to judge.',
    failure:
      'Something in front of the application refuses in its own way, often the TLS layer with a bare 400. See which server names itself in the answer.',
    fix: 'Configure the documented body and `Content-Type` where plain HTTP is refused: most proxies can return a fixed body, and it needs no application behind it.',
    references: [],
  }),
  'transport/plain-http-refusal-has-the-documented-message': promised('transport', 'SHOULD', {
    says: 'The refusal of plain HTTP is worded as the documented example.',
    pointer: pointers.insecure,
    why: 'Whoever searches the documentation for the message that they got should find it.',
    checked:
      'Every text of the documented example that the schema leaves open, such as the message, against the text in the same place of the answer.',
    failure: 'The wording has changed on one side. No client breaks that follows the code, which is why this is a warning.',
    fix: 'Take the words from the document, or bring the example in the document up to date.',
    references: [],
  }),
  'transport/plain-http-refusal-has-the-documented-status': promised('transport', 'MUST', {
    says: 'The refusal of plain HTTP has the documented status.',
    pointer: pointers.insecure,
    assumption: '/rejections/insecure/status',
    why: 'Clients decide by the status whether to try again, to ask for another credential or to give up. One fixed status, the same for good and bad credentials, also tells an eavesdropper nothing.',
    checked: 'The status of each refusal against the documented one.',
    fair: 'Where the document lists the status as assumed, another one is only a warning.',
    failure:
      'Plain HTTP is refused, but with another status: 400 from a TLS layer, 426 from a proxy, 421 from a virtual host that nobody configured.',
    fix: 'Set the status where plain HTTP is refused. 403 fits: the request was understood and will not be served, and it asks for no credential.',
    references: ['RFC 9110 §15.5.4'],
  }),
  'transport/plain-http-is-answered-with-403': standard('transport', 'SHOULD', {
    says: 'Plain HTTP is refused with 403, whatever the method.',
    reference: 'RFC 9110 §15.5.4',
    why: 'A client that hears 403 stops and tells somebody. One that hears 401 sends its credential, one that hears 404 looks for another path, and one that hears 426 may try an upgrade that nobody configured.',
    checked: 'The status of each refusal is 403, unless the document states another one.',
    fair: 'Nobody listening at all, which is better still.',
    failure: 'The refusal is left to whatever stands in front: 400 of a TLS layer, 426 of a proxy, 404 of a virtual host.',
    fix: 'Answer 403 with a body that says so, from the outermost layer, or close the port.',
    references: ['ASVS 5.0 4.1.2'],
  }),
  'transport/plain-http-tells-credentials-alike': standard('transport', 'MUST', {
    says: 'Over plain HTTP a good credential gets the very answer that an unknown one gets.',
    critical: true,
    reference: 'RFC 9110 §17.16.1; ASVS 5.0 4.1.2',
    why: 'An answer that differs proves to everybody on the way that what they have just read is a live credential.',
    checked:
      'Status, body and names of the fields are the same with a good credential and with an unknown one, whatever is new in each answer aside.',
    fair: 'A credential that is revoked for having come that way: a run that may only spare expendable credentials says what became of it.',
    failure:
      'The refusal comes after authentication: from the application, which knows the caller by then, rather than from the layer in front.',
    fix: 'Refuse plain HTTP before any field is looked at.',
    references: ['RFC 6750 §5.3', 'OWASP API8:2023'],
  }),
  'transport/hsts-is-told': standard('transport', 'SHOULD', {
    says: 'Answers over HTTPS tell browsers to use nothing else, for a year at least.',
    reference: 'RFC 6797 §7.1, §6.1',
    why: 'The first request that a browser or a tool makes over plain HTTP carries what it has. The field sees to it that there is no such request.',
    checked: 'A success and a refusal have one Strict-Transport-Security field, which can be parsed and has a max-age of 31536000 or more.',
    fair: 'Further directives.',
    failure: 'The field is missing on errors, written twice by two layers, or still has the short lifetime of a trial.',
    fix: 'Send `Strict-Transport-Security: max-age=31536000` from the layer where TLS ends, for every status.',
    references: ['ASVS 5.0 3.4.1'],
  }),
  'transport/hsts-is-not-told-over-plain-http': standard('transport', 'MUST', {
    says: 'Answers over plain HTTP have no Strict-Transport-Security field.',
    reference: 'RFC 6797 §7.2',
    why: 'What comes over plain HTTP may come from anybody: clients must ignore the field there, and a server that sends it shows that it does not know by which way it was asked.',
    checked: 'No answer over plain HTTP has the field.',
    fair: 'Nobody listening at all.',
    failure: 'The field is written by the application for all answers, while TLS ends in front of it.',
    fix: 'Write the field where TLS ends.',
    references: ['RFC 6797 §8.1'],
  }),
  'transport/forwarded-proto-does-not-help': standard('transport', 'MUST', {
    says: 'What a request says of the scheme that it came by does not make plain HTTP good.',
    critical: true,
    reference: 'RFC 7239 §8.1',
    why: 'Behind the field, the request goes on to authentication as if it had been encrypted: the refusal that should stop careless clients is gone for whoever has a proxy in front that adds it.',
    checked:
      'The answer with each field is the refusal that plain HTTP gets without it: neither the 401 for a missing credential, nor a redirect, nor a success.',
    fair: 'Any other status in the 400s, also one that refuses the field. Where plain HTTP is not refused in the first place, or not answered, this is not judged.',
    failure: 'The application takes the scheme from the field named in the report, whoever sends it.',
    fix: 'Believe the field only of connections from your own proxies, and let the outermost one overwrite it.',
    references: ['ASVS 5.0 4.1.3', 'ASVS 5.0 4.1.2'],
  }),
  'transport/certificate-is-valid': promised('transport', 'MUST', {
    says: 'HTTPS is served with a certificate that a verifying client accepts.',
    pointer: pointers.servers,
    why: 'A client that cannot verify the server cannot know whom it hands its credential to. Whoever meets a bad certificate switches verification off, and it stays off.',
    checked: 'The handshake succeeds with names, dates and chain verified against the usual authorities, or those of `tls.ca`.',
    failure:
      'The error of the TLS library names the cause: expired, another host, an unknown authority. A missing intermediate certificate also looks like an unknown authority, and only in clients that are not browsers.',
    fix: 'Renew the certificate automatically, for every host name of the documented servers, and serve the whole chain. For a staging authority of your own, name its certificate in `tls.ca`.',
    references: ['RFC 9110 §4.3.4', 'ASVS 5.0 12.2.2'],
  }),
  'transport/old-tls-is-refused': standard('transport', 'MUST', {
    says: 'TLS 1.0 and TLS 1.1 are not negotiated.',
    reference: 'RFC 8996 §4, §5',
    why: 'Both versions rest on hashes that are broken and have no modern ciphers. As long as a server speaks them, an attacker in between can try to talk both sides down to them.',
    checked: 'A handshake that offers nothing but the old version fails.',
    failure: 'The server, or more often the proxy in front of it, still has a compatibility profile.',
    fix: 'Set the lowest version to TLS 1.2 wherever TLS ends: `ssl_protocols TLSv1.2 TLSv1.3` in nginx, a current security policy at a cloud load balancer.',
    references: ['RFC 9325 §3.1.1', 'ASVS 5.0 12.1.1'],
  }),
} as const;
