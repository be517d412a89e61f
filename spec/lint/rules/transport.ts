import type { Contract, Server } from '../../contract.ts';
import { below, valueAt } from '../../json/pointer.ts';
import { type LintRule, together } from '../rule.ts';
import { securedOperations } from '../secured.ts';
import { listed, verb } from '../words.ts';

export const transportRules: readonly LintRule[] = [
  {
    id: 'lint/plain-http-server',
    topic: 'transport',
    section: 'mistakes',
    severity: 'warning',
    says: 'No server that takes credentials is reached over plain HTTP.',
    why: 'A credential that is sent over plain HTTP can be read, and used, by anyone on the way.',
    meanwhile: 'Because the document offers plain HTTP, nothing checks that it is refused.',
    find: (contract) => {
      if (securedOperations(contract).length === 0) return [];
      const plain = serversWith(contract, (server) => isPlain(server) && !isLocal(server));
      return together(
        plain.map(({ at }) => at),
        {
          says: `${listed(plain.map(({ server }) => server.url))} ${verb(plain, 'takes', 'take')} credentials over plain HTTP`,
          fix: contract.servers.some(({ secure }) => secure) ? 'Remove it beside the https server.' : 'Serve HTTPS, and say so.',
          yaml: `servers:\n  - url: ${plain[0]?.server.url.replace(/^http:/i, 'https:') ?? 'https://api.example.com'}`,
        },
      );
    },
  },
  {
    id: 'lint/local-http-server',
    topic: 'transport',
    section: 'unsaid',
    severity: 'note',
    says: 'No server of a developer’s own machine stands beside those of the API.',
    why: 'As long as one server of the document speaks plain HTTP, the document does not say that plain HTTP is refused.',
    meanwhile: 'Nothing checks that plain HTTP is refused.',
    find: (contract) => {
      if (!contract.servers.some(({ secure }) => secure) || securedOperations(contract).length === 0) return [];
      const local = serversWith(contract, (server) => isPlain(server) && isLocal(server));
      return together(
        local.map(({ at }) => at),
        {
          says: `${listed(local.map(({ server }) => server.url))} ${verb(local, 'stands', 'stand')} beside servers that speak HTTPS`,
          fix: 'Keep it in an overlay of your own rather than in the document.',
        },
      );
    },
  },
  {
    id: 'lint/no-https-server',
    topic: 'transport',
    section: 'unsaid',
    severity: 'note',
    says: 'A document that asks for credentials names an https server.',
    why: 'Without one it does not say that credentials are protected on their way.',
    meanwhile: 'Nothing checks that plain HTTP is refused.',
    find: (contract) => {
      const { servers } = contract;
      const open = servers.some((server) => isPlain(server) && !isLocal(server));
      if (open || servers.some(({ secure }) => secure) || securedOperations(contract).length === 0) return [];
      return together([valueAt(contract.document, '/servers') === undefined ? '' : '/servers'], {
        says: servers.length === 0 ? 'the document names no server' : 'no server of the document is an https URL',
        fix: 'Name the server that clients use.',
        yaml: 'servers:\n  - url: https://api.example.com',
      });
    },
  },
  {
    id: 'lint/undocumented-plain-http',
    topic: 'transport',
    section: 'unsaid',
    severity: 'note',
    says: 'A document whose servers all speak HTTPS says how plain HTTP is refused.',
    why: 'Whoever forgets the s sends a credential in the clear, and should be told so in a way that can be recognised.',
    meanwhile: 'Plain HTTP must be refused, no matter how; the mock answers with 403, in the shape of the other refusals.',
    find: (contract) =>
      !contract.secureOnly || contract.insecure.documented || securedOperations(contract).length === 0
        ? []
        : together(['/servers'], {
            says: 'the answer to plain HTTP is not documented',
            fix: 'Describe it among the components, and name it in the extension object.',
            yaml: `x-auth-conformance:\n  rejections:\n    insecure: { status: 403, response: '#/components/responses/InsecureConnection' }`,
          }),
  },
  {
    id: 'lint/undocumented-address-refusal',
    topic: 'address',
    section: 'unsaid',
    severity: 'note',
    says: 'A document with allow-lists of addresses says how a caller from elsewhere is refused.',
    why: 'The holder of a good credential who calls from the wrong place needs to see that this is the reason.',
    meanwhile: 'The mock answers with 403 and the body of the document’s 403.',
    find: (contract) => {
      const plans = contract.plans.filter(({ features }) => features.includes('ipAllowList'));
      const bound = plans.length > 0 || contract.principals.some(({ from }) => from !== undefined);
      return !bound || contract.ipBlocked.documented
        ? []
        : together([plans[0]?.place.pointer ?? '/x-auth-conformance/principals'], {
            says: 'the refusal of an address is not documented',
            fix: 'Name the response in the extension object.',
            yaml: `x-auth-conformance:\n  rejections:\n    ipBlocked: { status: 403, response: '#/components/responses/Forbidden' }`,
          });
    },
  },
];

function serversWith({ servers }: Contract, wanted: (server: Server) => boolean) {
  return servers.map((server, index) => ({ server, at: below('/servers', index) })).filter(({ server }) => wanted(server));
}

const isPlain = ({ url }: Server) => /^http:/i.test(url);

/** Whether a server is on the machine or in the network of whoever reads the document. */
function isLocal({ host }: Server): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return (
    !name.includes('.') ||
    name === '[::1]' ||
    /^(127|0|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(name) ||
    /\.(local|localhost|internal|test)$/.test(name)
  );
}
