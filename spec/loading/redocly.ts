/**
 * What the project uses of Redocly's reader of OpenAPI documents. The built package contains it in this one file (`scripts/bundle.ts`): an installation
 * of the reader with everything that it can do brings 14 MB.
 *
 * @module
 */
export {
  BaseResolver,
  bundleDocument,
  createConfig,
  detectSpec,
  getLineColLocation,
  getTypes,
  lintDocument,
  parseYaml,
  Source,
} from '@redocly/openapi-core';
export type { Document, NormalizedProblem } from '@redocly/openapi-core';
