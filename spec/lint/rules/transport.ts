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
    statement: 'No server that accepts credentials uses plain HTTP.',
    why: 'Anyone on the network can read and use a credential that is sent over plain HTTP.',
    meanwhile: 'The suites do not check that plain HTTP is rejected, because the document offers it.',
    find: (contract) => {
      if (securedOperations(contract).length === 0) return [];
      const plain = serversWith(contract, (server) => isPlain(server) && !isLocal(server));
      return together(
        plain.map(({ at }) => at),
        {
          message: `${listed(plain.map(({ server }) => server.url))} ${verb(plain, 'accepts', 'accept')} credentials over plain HTTP`,
          fix: contract.servers.some(({ secure }) => secure)
            ? 'Remove it; the document has an https server.'
            : 'Offer HTTPS, and document its URL.',
          yaml: `servers:\n  - url: ${plain[0]?.server.url.replace(/^http:/i, 'https:') ?? 'https://api.example.com'}`,
        },
      );
    },
  },
  {
    id: 'lint/local-http-server',
    topic: 'transport',
    section: 'undocumented',
    severity: 'note',
    statement: 'The document lists no local plain HTTP server next to the API’s servers.',
    why: 'A document with a plain HTTP server does not state that plain HTTP is rejected.',
    meanwhile: 'The suites do not check that plain HTTP is rejected.',
    find: (contract) => {
      if (!contract.servers.some(({ secure }) => secure) || securedOperations(contract).length === 0) return [];
      const local = serversWith(contract, (server) => isPlain(server) && isLocal(server));
      return together(
        local.map(({ at }) => at),
        {
          message: `${listed(local.map(({ server }) => server.url))} ${verb(local, 'is', 'are')} listed next to HTTPS servers`,
          fix: 'Move it to an overlay.',
        },
      );
    },
  },
  {
    id: 'lint/no-https-server',
    topic: 'transport',
    section: 'undocumented',
    severity: 'note',
    statement: 'A document that requires credentials lists an https server.',
    why: 'Without an https server, the document does not state that credentials are protected in transit.',
    meanwhile: 'The suites do not check that plain HTTP is rejected.',
    find: (contract) => {
      const { servers } = contract;
      const open = servers.some((server) => isPlain(server) && !isLocal(server));
      if (open || servers.some(({ secure }) => secure) || securedOperations(contract).length === 0) return [];
      return together([valueAt(contract.document, '/servers') === undefined ? '' : '/servers'], {
        message: servers.length === 0 ? 'the document lists no server' : 'no server of the document has an https URL',
        fix: 'Add the server that clients use.',
        yaml: 'servers:\n  - url: https://api.example.com',
      });
    },
  },
  {
    id: 'lint/undocumented-plain-http',
    topic: 'transport',
    section: 'undocumented',
    severity: 'note',
    statement: 'A document with only HTTPS servers documents the response to plain HTTP.',
    why: 'A client that uses http by mistake sends its credential unencrypted, and needs a recognisable error.',
    meanwhile: 'The server must reject plain HTTP in any way. The mock returns 403 with the usual error format.',
    find: (contract) =>
      !contract.secureOnly || contract.insecure.documented || securedOperations(contract).length === 0
        ? []
        : together(['/servers'], {
            message: 'the response to plain HTTP is not documented',
            fix: 'Describe it in components, and reference it in the extension object.',
            yaml: `x-auth-conformance:\n  rejections:\n    insecure: { status: 403, response: '#/components/responses/InsecureConnection' }`,
          }),
  },
  {
    id: 'lint/undocumented-address-rejection',
    topic: 'address',
    section: 'undocumented',
    severity: 'note',
    statement: 'A document with address allowlists documents the response to other addresses.',
    why: 'A client with a valid credential must be able to see that its address is the problem.',
    meanwhile: 'The mock returns the document’s 403.',
    find: (contract) => {
      const plans = contract.plans.filter(({ features }) => features.includes('ipAllowList'));
      const bound = plans.length > 0 || contract.principals.some(({ from }) => from !== undefined);
      return !bound || contract.ipBlocked.documented
        ? []
        : together([plans[0]?.place.pointer ?? '/x-auth-conformance/principals'], {
            message: 'the response to a disallowed address is not documented',
            fix: 'Reference the response in the extension object.',
            yaml: `x-auth-conformance:\n  rejections:\n    ipBlocked: { status: 403, response: '#/components/responses/Forbidden' }`,
          });
    },
  },
];

function serversWith({ servers }: Contract, wanted: (server: Server) => boolean) {
  return servers.map((server, index) => ({ server, at: below('/servers', index) })).filter(({ server }) => wanted(server));
}

const isPlain = ({ url }: Server) => /^http:/i.test(url);

/** Whether a server is on the reader's machine or local network. */
function isLocal({ host }: Server): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return (
    !name.includes('.') ||
    name === '[::1]' ||
    /^(127|0|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(name) ||
    /\.(local|localhost|internal|test)$/.test(name)
  );
}
