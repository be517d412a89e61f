import type { Contract, Operation } from '../../contract.ts';
import { member } from '../../json/json.ts';
import { nodeAt } from '../../loading/document-node.ts';
import { type LintRule, together } from '../rule.ts';
import { describedErrorResponses, idsOf, placesOf, referenceTo, securedOperations } from '../secured.ts';
import { counted, listed, verb } from '../words.ts';

const REFUSAL = `responses:
  '401':
    description: The credential is missing or not good.
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
    section: 'unsaid',
    severity: 'warning',
    says: 'Every operation that asks for a credential documents its 401.',
    why: 'A client cannot tell a refused credential from another failure, and the body of the refusal may change without notice.',
    meanwhile: 'The suites demand the status alone; the mock answers with a 401 that the document shows elsewhere, or with one made up.',
    find: (contract) => {
      const lacking = securedOperations(contract).filter(({ unauthorized }) => !unauthorized.documented);
      const reference = referenceTo(contract.unauthorized);
      return together(placesOf(lacking), {
        says: `${listed(idsOf(lacking))} ${verb(lacking, 'asks', 'ask')} for a credential and ${verb(lacking, 'documents', 'document')} no 401`,
        fix: reference ? 'Refer to the 401 that the document has.' : 'Describe the 401 once, and refer to it.',
        yaml: reference ? `responses:\n  '401': ${reference}` : REFUSAL,
      });
    },
  },
  {
    id: 'lint/undocumented-challenge',
    topic: 'credentials',
    section: 'unsaid',
    severity: 'note',
    says: 'Every documented 401 has the header WWW-Authenticate.',
    why: 'HTTP asks for a challenge with every 401 (RFC 9110 §11.6.1): it is how a client learns which kind of credential is wanted.',
    meanwhile: 'The mock sends the challenge of the operation’s scheme; the suites demand one by the standard, not by this document.',
    find: (contract) => {
      const lacking = describedErrorResponses(contract, 'unauthorized').filter(
        ({ response }) => !response.headers.some(({ name }) => name.toLowerCase() === 'www-authenticate'),
      );
      return together(placesOf(lacking.map(({ response }) => response)), {
        says: `the 401 of ${listed(lacking.map(({ operation }) => operation.id))} has no WWW-Authenticate`,
        fix: 'Add the header.',
        yaml: `headers:\n  WWW-Authenticate:\n    required: true\n    schema: { type: string }\n    example: ${challengeOf(contract)} realm="api"`,
      });
    },
  },
  {
    id: 'lint/optional-authentication',
    topic: 'credentials',
    section: 'unsaid',
    severity: 'note',
    says: 'No operation lets a credential be left out beside asking for one.',
    why: 'An empty requirement beside others makes the credential optional: nothing need be refused there, not even a wrong one.',
    meanwhile: 'The operation counts as public: nothing is refused by the mock, nor asked by the suites.',
    find: (contract) => {
      const optional = contract.operations.filter(({ public: open, security }) => open && security.length > 1);
      return together(placesOf(optional), {
        says: `${listed(idsOf(optional))} may be called with a credential or without`,
        fix: 'If a credential is needed after all, take the empty requirement {} out of security.',
      });
    },
  },
  {
    id: 'lint/nothing-secured',
    topic: 'credentials',
    section: 'unsaid',
    severity: 'warning',
    says: 'A document that declares security schemes uses one.',
    why: 'A declared scheme secures nothing by itself; every operation may be called by anyone as far as this document goes.',
    meanwhile: 'All operations count as public: the mock refuses nobody, and the suites have nothing to check.',
    find: (contract) =>
      contract.schemes.length === 0 || contract.operations.length === 0 || contract.operations.some(({ security }) => security.length > 0)
        ? []
        : together(placesOf(contract.schemes), {
            says: `${listed(contract.schemes.map(({ name }) => name))} ${verb(contract.schemes, 'is', 'are')} declared, and no operation asks for a credential`,
            fix: 'Say at the root, or at each operation, which scheme it asks for.',
            yaml: `security:\n  - ${contract.schemes[0]!.name}: []`,
          }),
  },
  {
    id: 'lint/unsecured-operation',
    topic: 'credentials',
    section: 'unsaid',
    severity: 'warning',
    says: 'Where nearly all operations ask for a credential, the others say that they do not.',
    why: 'Security that was forgotten looks like security that is not wanted.',
    meanwhile: 'The operation counts as public: the mock serves it to anyone, and the suites do not ask whether it refuses.',
    find: (contract) => {
      const silent = silentOperations(contract);
      const secured = securedOperations(contract).length;
      return silent.length * 4 > secured
        ? []
        : together(placesOf(silent), {
            says: `${listed(idsOf(silent))} ${verb(silent, 'has', 'have')} no security, while ${counted(secured, 'operation')} ask for a credential`,
            fix: 'Say security: [] where anyone may call, else which scheme is asked for.',
            yaml: 'security: []',
          });
    },
  },
];

/** Those that are public by saying nothing; where callers get their credential or learn whether the server lives, that is no surprise. */
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
