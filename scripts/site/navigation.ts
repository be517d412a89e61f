/**
 * The order of the pages in the sidebar. Every page of `docs/` has a place.
 *
 * @module
 */
import { faultPages } from '../generate/mock-pages.ts';
import { TOPICS } from '../../spec/catalogue/requirement.ts';

interface NavigationItem {
  readonly text: string;
  /** The path of a page from the root of the project, without its extension. */
  readonly link: string;
}

interface NavigationGroup {
  readonly text: string;
  readonly items: readonly NavigationItem[];
}

const group = (text: string, pages: { readonly [path: string]: string }): NavigationGroup => ({
  text,
  items: Object.entries(pages).map(([path, title]) => ({ text: title, link: `/${path}` })),
});

const topics = (folder: string, names: readonly string[]) => Object.fromEntries(names.map((name) => [`docs/${folder}/${name}`, name]));

export const sidebar: readonly NavigationGroup[] = [
  group('Guides', {
    README: 'Overview',
    'docs/guide-qa': 'For testers',
    'docs/guide-sdk': 'For SDK authors',
    'docs/guide-ci': 'For CI',
  }),
  group('Servers', {
    'docs/doctor': 'Doctor',
    'docs/oauth': 'OAuth',
    'docs/test-hooks': 'Test hooks',
    'docs/reproduce': 'Reproduce a failure',
    'docs/compare': 'Compare runs',
    'docs/lint': 'Lint a document',
  }),
  group('Clients and mock', {
    'docs/mock': 'The mock',
    'docs/client': 'Judge a client',
    'docs/clients': 'Clients by language',
    'docs/client-notes': 'Notes on twelve libraries',
  }),
  group('Reference', {
    'docs/configuration': 'Configuration',
    'docs/extension': 'The extension object',
    'docs/outcomes': 'Outcomes and exit codes',
    'docs/results': 'Reports',
    'docs/api': 'API',
    'docs/fair-readings': 'Fair readings',
    'docs/promises': 'The bundled document',
    'docs/standards': 'Standards',
  }),
  group('Requirements', { 'docs/catalogue': 'Catalogue', 'docs/variants': 'Variants', ...topics('requirements', TOPICS) }),
  group('Faults', {
    ...topics(
      'faults',
      faultPages().map(({ topic }) => topic),
    ),
  }),
  group('Evidence', {
    'docs/proof': 'Proof',
    'docs/field-notes': 'Field notes',
    'docs/corpus': 'Corpus',
    'docs/reliability': 'Reliability',
    'docs/performance': 'Performance',
  }),
  group('Project', {
    ARCHITECTURE: 'Architecture',
    'docs/decisions': 'Decisions',
    CONTRIBUTING: 'Contributing',
    CHANGELOG: 'Changelog',
    SECURITY: 'Security',
  }),
];

export const navigation = [
  { text: 'Testers', link: '/docs/guide-qa' },
  { text: 'SDK authors', link: '/docs/guide-sdk' },
  { text: 'CI', link: '/docs/guide-ci' },
  { text: 'Requirements', link: '/docs/catalogue', activeMatch: '/docs/(catalogue|requirements|faults|variants)' },
  { text: 'API', link: '/docs/api' },
];
