import { withoutHeader } from '../../../spec/message.ts';
import type { Scheme } from '../../../spec/contract.ts';
import { variableOf } from '../../redaction/redactor.ts';
import { requestFor } from '../../http/request.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { kindsOf } from '../../engine/kinds.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Scenario } from '../../engine/scenario.ts';

/** A credential as a server may also accept it in the Authorization header. */
interface Form {
  /** The authentication scheme; the empty string for none. */
  readonly scheme: string;
  readonly words: string;
  /** What is encoded in base64, if not the credential as it is. */
  readonly encodes?: (secret: string) => string;
  /** What is encoded, in a shell, for the variable of the credential. */
  readonly shell?: (variable: string) => string;
}

const forms = {
  Basic: { scheme: 'Basic', words: 'the credential after the scheme name Basic' },
  'Basic-user': {
    scheme: 'Basic',
    words: 'the credential as the user of Basic credentials',
    encodes: (secret) => `${secret}:`,
    shell: (variable) => `$${variable}:`,
  },
  'Basic-password': {
    scheme: 'Basic',
    words: 'the credential as the password of Basic credentials',
    encodes: (secret) => `:${secret}`,
    shell: (variable) => `:$${variable}`,
  },
  'Basic-both': {
    scheme: 'Basic',
    words: 'the credential as user and password of Basic credentials',
    encodes: (secret) => `${secret}:${secret}`,
    shell: (variable) => `$${variable}:$${variable}`,
  },
  Bearer: { scheme: 'Bearer', words: 'the credential after the scheme name Bearer' },
  'Bearer-base64': {
    scheme: 'Bearer',
    words: 'the credential in base64 after the scheme name Bearer',
    encodes: (secret) => secret,
    shell: (variable) => `$${variable}`,
  },
  Token: { scheme: 'Token', words: 'the credential after the scheme name Token' },
  ApiKey: { scheme: 'ApiKey', words: 'the credential after the scheme name ApiKey' },
  Digest: { scheme: 'Digest', words: 'the credential after the scheme name Digest' },
  none: { scheme: '', words: 'the credential without a scheme name' },
} as const satisfies { readonly [kind: string]: Form };

export interface WrongSchemeCase extends Case {
  readonly kind: keyof typeof forms;
}

/** The schemes whose credentials are texts, in whatever place. */
const texts = ['bearer', 'basic', 'header', 'query', 'cookie'] as const;

/** The authentication scheme of a declared scheme in the Authorization header, in lower case: empty for a bare key there. */
function declaredName({ kind, parameter, challenge }: Scheme): string | undefined {
  if (kind === 'header') return parameter.toLowerCase() === 'authorization' ? '' : undefined;
  return challenge.toLowerCase();
}

export const wrongSchemes: Scenario<WrongSchemeCase, CallProbes> = {
  name: 'wrong-schemes',
  description: 'Sends a valid credential in the Authorization header in forms that the document does not declare.',
  cases: ({ contract, principals }) => {
    const operation = principals.probe;
    if (!operation || !takes(contract, operation, texts)) return [];
    const declared = new Set(contract.schemes.map(declaredName));
    const blocked = holderOf(principals, operation, texts) ? undefined : missingPrincipalFor(operation);
    return kindsOf(forms)
      .filter((kind) => !declared.has(forms[kind].scheme.toLowerCase()))
      .map((kind, index) => ({
        operation: operation.id,
        kind,
        label: kind,
        words: forms[kind].words,
        cost: index === 0 ? 2 : 1,
        ...(blocked && { blocked }),
      }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const { caller, credential } = holderOf(context.principals, operation, texts)!;
    const control = await context.send(operation, { role: 'control', caller });
    const others = caller.credentials.filter((other) => other !== credential);
    const bare = requestFor(context.settings, operation, { caller: { ...caller, credentials: others } });
    const headers = withoutHeader(bare.headers, 'authorization');
    for (const testCase of cases) {
      const { scheme, encodes, shell }: Form = forms[testCase.kind];
      const text = encodes ? Buffer.from(encodes(credential.secret)).toString('base64') : credential.secret;
      if (encodes && shell) {
        const made = `$(printf %s "${shell(variableOf(caller.name))}" | base64 -w0)`;
        context.redactor.add({ name: `${caller.name}:${testCase.kind}`, value: text, shell: made });
      }
      const moved = { ...bare, headers: [...headers, 'Authorization', `${scheme} ${text}`.trim()] };
      const call = await context.send(operation, { caller, alter: () => moved });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};
