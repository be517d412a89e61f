/**
 * The settings of VitePress.
 *
 * @module
 */
import { headingAnchor } from '../generate/markdown.ts';
import { linkNames } from './named-links.ts';
import { navigation, sidebar } from './navigation.ts';

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b6b5c"/><path d="m8 17 5.5 5.5L24 11" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>';

export default {
  lang: 'en',
  title: 'auth-conformance',
  description: 'Tests the authentication of an HTTP API against its OpenAPI document.',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  themeConfig: {
    nav: navigation,
    sidebar,
    outline: [2, 3],
    search: { provider: 'local', options: { detailedView: true } },
  },
  markdown: {
    anchor: { slugify: headingAnchor },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: linkNames,
  },
};
