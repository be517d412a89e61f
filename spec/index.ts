/**
 * The document as data, and the catalogue of requirements.
 *
 * @module
 */
export { bundledDocument, readContract as loadContract, type LoadOptions } from './loading/bundled.ts';
export { DocumentError, type Problem } from './loading/problem.ts';
export { catalogue, isRequirementId, requirementIds, type RequirementId } from './catalogue/catalogue.ts';
export type { Basis, Level, Requirement, Topic } from './catalogue/requirement.ts';
export type * from './contract.ts';
export type * from './principals.ts';
