import type { ScenarioScript } from './behaviour.ts';
import type { ClientScenario } from './scenario.ts';

/** The path of a target at another base URL, without the query: the server repeats nothing that may be a secret. */
function moved(base: string, basePath: string, target: string): string {
  const path = target.split('?', 1)[0]!;
  return base + (path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path);
}

/** A redirect of every call to another base URL. */
const redirect = (to: 'httpUrl' | 'otherHost' | 'otherPort'): ScenarioScript => ({
  operation: {
    rest: ({ target }, { contract, addresses }) => ({
      answer: { status: 307, headers: { Location: moved(addresses[to], contract.basePath, target) }, body: '' },
    }),
  },
});

/** Scenarios about where a key goes. */
export const callScenarios: readonly ClientScenario[] = [
  { name: 'call', task: 'call', description: 'The server answers as documented.' },
  {
    name: 'extra-members',
    task: 'call',
    description: 'Responses have members and headers that the document does not name.',
    control: 'call',
    script: {
      operation: { rest: { amend: { headers: { 'X-Not-Documented': 'yes' }, members: { '/not_documented': { deep: [1, null] } } } } },
    },
  },
  {
    name: 'plain-base-url',
    task: 'call',
    description: 'The base URL begins with http:.',
    plain: true,
    control: 'call',
    applies: ({ contract }) => contract.secureOnly || 'the document allows plain HTTP',
  },
  {
    name: 'redirect-to-plain-http',
    task: 'call',
    description: 'Every call is redirected to plain HTTP on the same host.',
    script: redirect('httpUrl'),
    applies: ({ contract }) => contract.secureOnly || 'the document allows plain HTTP',
  },
  { name: 'redirect-to-other-host', task: 'call', description: 'Every call is redirected to another host.', script: redirect('otherHost') },
  {
    name: 'redirect-to-other-port',
    task: 'call',
    description: 'Every call is redirected to another port of the same host.',
    script: redirect('otherPort'),
  },
  {
    name: 'unknown-issuer',
    task: 'call',
    description: 'The certificate has an issuer that nothing trusts.',
    certificate: 'unknown-authority',
    control: 'call',
  },
  { name: 'expired-certificate', task: 'call', description: 'The certificate ended a day ago.', certificate: 'expired', control: 'call' },
  {
    name: 'foreign-certificate',
    task: 'call',
    description: 'The certificate is for another host.',
    certificate: 'other-host',
    control: 'call',
  },
];
