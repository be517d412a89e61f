import type { Contract, Operation } from '../../contract.ts';
import { member } from '../../json/json.ts';
import { nodeAt } from '../../loading/document-node.ts';
import { type LintRule, together } from '../rule.ts';
import { describedErrorResponses, idsOf, pointersOf, referenceTo, securedOperations } from '../secured.ts';
import { counted, listed, verb } from '../words.ts';

const REJECTION = `responses:
  '401':
    description: The credential is missing or invalid.
    content:
      application/json:
        schema:
          type: object
          required: [code]
          properties: { code: { enum: [unauthorized] } }`;

export const credentialsRules: readonly LintRule[] = [
  {
    id: 'lint/undocumented-401',
    topic: 'credentials',
    section: 'undocumented',
    severity: 'warning',
    statement: 'Every operation that requires a credential documents its 401.',
    why: 'Otherwise a client cannot distinguish a rejected credential from another error, and the body may change without notice.',
    meanwhile: 'The suites check only the status. The mock returns a 401 from elsewhere in the document, or a generated one.',
    find: (contract) => {
      const lacking = securedOperations(contract).filter(({ unauthorized }) => !unauthorized.documented);
      const reference = referenceTo(contract.unauthorized);
      return together(pointersOf(lacking), {
        message: `${listed(idsOf(lacking))} ${verb(lacking, 'requires', 'require')} a credential but ${verb(lacking, 'documents', 'document')} no 401`,
        fix: reference ? 'Reference the 401 that the document has.' : 'Describe the 401 once, and reference it.',
        yaml: reference ? `responses:\n  '401': ${reference}` : REJECTION,
      });
    },
  },
  {
    id: 'lint/undocumented-challenge',
    topic: 'credentials',
    section: 'undocumented',
    severity: 'note',
    statement: 'Every documented 401 has the header WWW-Authenticate.',
    why: 'HTTP requires a challenge in every 401 (RFC 9110 §11.6.1). It names the kind of credential that clients need.',
    meanwhile: 'The mock sends the challenge of the operation’s scheme. The suites require one because of the standard, not the document.',
    find: (contract) => {
      const lacking = describedErrorResponses(contract, 'unauthorized').filter(
        ({ response }) => !response.headers.some(({ name }) => name.toLowerCase() === 'www-authenticate'),
      );
      return together(pointersOf(lacking.map(({ response }) => response)), {
        message: `the 401 of ${listed(lacking.map(({ operation }) => operation.id))} has no WWW-Authenticate`,
        fix: 'Add the header.',
        yaml: `headers:\n  WWW-Authenticate:\n    required: true\n    schema: { type: string }\n    example: ${challengeOf(contract)} realm="api"`,
      });
    },
  },
  {
    id: 'lint/optional-authentication',
    topic: 'credentials',
    section: 'undocumented',
    severity: 'note',
    statement: 'No operation has an optional credential.',
    why: 'An empty requirement next to others makes the credential optional. The server need not reject anything, not even a wrong credential.',
    meanwhile: 'The operation counts as public: the mock rejects nothing, and the suites do not check it.',
    find: (contract) => {
      const optional = contract.operations.filter(({ public: open, security }) => open && security.length > 1);
      return together(pointersOf(optional), {
        message: `${listed(idsOf(optional))} can be called with or without a credential`,
        fix: 'If a credential is required, remove the empty requirement {} from security.',
      });
    },
  },
  {
    id: 'lint/nothing-secured',
    topic: 'credentials',
    section: 'undocumented',
    severity: 'warning',
    statement: 'A document with security schemes uses at least one of them.',
    why: 'A declared scheme has no effect by itself: according to the document, anyone can call every operation.',
    meanwhile: 'All operations count as public: the mock rejects no request, and the suites have nothing to check.',
    find: (contract) =>
      contract.schemes.length === 0 ||
      contract.operations.length === 0 ||
      contract.operations.some(({ security }) => security.some(({ requirements }) => requirements.length > 0))
        ? []
        : together(pointersOf(contract.schemes), {
            message: `${listed(contract.schemes.map(({ name }) => name))} ${verb(contract.schemes, 'is', 'are')} declared, but no operation requires a credential`,
            fix: 'Add security at the root or at each operation.',
            yaml: `security:\n  - ${contract.schemes[0]!.name}: []`,
          }),
  },
  {
    id: 'lint/unsecured-operation',
    topic: 'credentials',
    section: 'undocumented',
    severity: 'warning',
    statement: 'If nearly all operations require a credential, the others state that they do not.',
    why: 'Forgotten security looks the same as intended public access.',
    meanwhile: 'The operation counts as public: the mock accepts every request, and the suites do not check it.',
    find: (contract) => {
      const silent = silentOperations(contract);
      const secured = securedOperations(contract).length;
      return silent.length * 4 > secured
        ? []
        : together(pointersOf(silent), {
            message: `${listed(idsOf(silent))} ${verb(silent, 'has', 'have')} no security, although ${counted(secured, 'operation')} ${secured === 1 ? 'requires' : 'require'} a credential`,
            fix: 'Write security: [] for a public operation; otherwise name its scheme.',
            yaml: 'security: []',
          });
    },
  },
];

/** Operations that are public because they have no security, except usual public ones such as login and health checks. */
function silentOperations(contract: Contract): readonly Operation[] {
  if (contract.document['security'] !== undefined) return [];
  return contract.operations.filter(({ place, path, public: open }) => {
    const own = member(nodeAt(contract.document, place.pointer).value, 'security');
    return open && own === undefined && !/token|login|log-in|sign-?in|sign-?up|auth|well-known|health|status|ping/i.test(path);
  });
}

function challengeOf(contract: Contract): string {
  const asked = securedOperations(contract).flatMap(({ security }) => security.flatMap(({ requirements }) => requirements))[0]?.scheme;
  return contract.schemes.find(({ name }) => name === asked)?.challenge || 'Bearer';
}
