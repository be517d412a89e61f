/**
 * Faults and variants as values. Pass them to a mock as `table`.
 *
 * @module
 */
export { faultNames, faults } from './faults.ts';
export { variantNames, variants } from '../variants/variants.ts';
export type { Fault, Faults, FaultTable } from './fault.ts';
export type { Variant, Variants } from '../variants/variant.ts';
export type { EngineParts, ListenerTraits } from '../engine/parts.ts';
export type { Gate, RequestContext } from '../engine/request-context.ts';
export type { Decision } from '../engine/decision.ts';
export type { Cause } from '../engine/cause.ts';
export type { Endpoints, EndpointContext, Step } from '../oauth/endpoint-context.ts';
export type { RequirementId } from '../../spec/catalogue/catalogue.ts';
