import { stringify } from 'yaml';
import { faultNames } from '../../mock/faults/faults.ts';
import { variantNames } from '../../mock/variants/variants.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { clientRequirementIds } from '../../spec/catalogue/client/client.ts';

const settings = {
  layout: 'home',
  hero: {
    name: 'auth-conformance',
    text: 'Test the authentication of an HTTP API',
    tagline:
      'One OpenAPI document drives a mock server that enforces keys, scopes, rate limits and OAuth, and suites that check whether a real server does the same.',
    image: {
      light: '/docs/images/report.png',
      dark: '/docs/images/report-dark.png',
      alt: 'The report of a run: the verdict, both scores, what to do first, and the first failure with its request and response',
    },
    actions: [
      { theme: 'brand', text: 'I test a server', link: '/docs/guide-qa' },
      { theme: 'alt', text: 'I write an SDK', link: '/docs/guide-sdk' },
      { theme: 'alt', text: 'I run CI', link: '/docs/guide-ci' },
    ],
  },
  features: [
    {
      title: `${requirementIds.length} requirements for servers`,
      details:
        'Keys, scopes, rate limits, OAuth, JWTs and errors. Each one says why it matters, how it is checked and how to fix a failure.',
      link: '/docs/catalogue',
    },
    {
      title: `${clientRequirementIds.length} requirements for clients`,
      details: 'A mock that misbehaves in one way at a time shows what an SDK does with keys, retries, redirects and tokens.',
      link: '/docs/client',
    },
    {
      title: `${faultNames.length} faults, ${variantNames.length} variants`,
      details: 'The suites detect every known fault of the mock, and no correct variant fails. The proof runs in CI.',
      link: '/docs/proof',
    },
    {
      title: 'A mock for tests',
      details: 'Over HTTPS, as a function in the test, behind Mock Service Worker in Node.js and in browsers. The clock can be moved.',
      link: '/docs/mock',
    },
    {
      title: 'Reports with evidence',
      details: 'Every failure comes with its request, its response and a curl line. Secrets are replaced before anything is written.',
      link: '/docs/results',
    },
    {
      title: 'Tried on real servers',
      details: 'What the suites found in servers and libraries that are in use, and what turned out to be right.',
      link: '/docs/field-notes',
    },
  ],
};

/** The first page, in Markdown. */
export const homePage = (): string => `---\n${stringify(settings)}---\n`;
