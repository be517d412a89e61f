/** A standard or recognised practice, with its URL if known. */
export interface StandardReference {
  readonly name: string;
  readonly url?: string;
}

const riskPages: { readonly [risk: string]: string } = {
  'OWASP API1:2023': '0xa1-broken-object-level-authorization',
  'OWASP API2:2023': '0xa2-broken-authentication',
  'OWASP API3:2023': '0xa3-broken-object-property-level-authorization',
  'OWASP API4:2023': '0xa4-unrestricted-resource-consumption',
  'OWASP API5:2023': '0xa5-broken-function-level-authorization',
  'OWASP API8:2023': '0xa8-security-misconfiguration',
  'OWASP API9:2023': '0xa9-improper-inventory-management',
};

/** Adds the URL to a reference such as `RFC 6585 §4`, `ASVS 5.0 4.1.2` or `OWASP API2:2023`. */
export function referenceOf(name: string): StandardReference {
  const url = addressOf(name);
  return { name, ...(url !== undefined && { url }) };
}

function addressOf(name: string): string | undefined {
  const [, number, section] = /^RFC (\d+)(?: §([\d.]+))?/.exec(name) ?? [];
  if (number !== undefined) return `https://www.rfc-editor.org/rfc/rfc${number}.html${section === undefined ? '' : `#section-${section}`}`;
  if (name.startsWith('ASVS 5.0 ')) return 'https://github.com/OWASP/ASVS/tree/v5.0.0/5.0/en';
  const draft = /^draft-[\w-]+/.exec(name)?.[0];
  if (draft !== undefined) return `https://datatracker.ietf.org/doc/html/${draft}`;
  const page = riskPages[name];
  return page === undefined ? undefined : `https://owasp.org/API-Security/editions/2023/en/${page}/`;
}

/** Splits a text with several references: `RFC 9110 §11.6.2, §5.3; RFC 6750 §2.1` has three. */
export function referencesIn(text: string): readonly StandardReference[] {
  return text.split('; ').flatMap((one) => {
    const [first = '', ...further] = one.split(', ');
    const standard = first.replace(/ §.*$/, '');
    return [first, ...further.map((section) => `${standard} ${section}`)].map(referenceOf);
  });
}
