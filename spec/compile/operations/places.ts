import type { Contract, Place } from '../../contract.ts';
import { EXTENSION } from '../../extension/schema.ts';
import { members } from '../../json/json.ts';
import { below, valueAt } from '../../json/pointer.ts';
import type { Input } from '../input.ts';

type Compiled = Pick<
  Contract,
  'operations' | 'schemes' | 'plans' | 'rateLimit' | 'whoami' | 'insecure' | 'ipBlocked' | 'unauthorized' | 'forbidden' | 'limited'
>;

const ROOTS = ['', '/info', '/servers', '/paths', '/security', '/components/securitySchemes'];

/** The locations that findings may refer to, by pointer. */
export function placesIn(input: Input, parts: Compiled): { readonly [pointer: string]: Place } {
  const extension = below('', EXTENSION);
  const inExtension = members(input.document[EXTENSION]).map(([name]) => below(extension, name));
  const securities = parts.operations.map(({ place }) => below(place.pointer, 'security'));
  const general = [...ROOTS, extension, ...inExtension, ...securities].filter((pointer) => valueAt(input.document, pointer) !== undefined);
  const responses = parts.operations.flatMap((operation) => [
    ...operation.responses,
    operation.success,
    operation.unauthorized,
    operation.forbidden,
    operation.limited,
  ]);
  const { rateLimit, whoami, insecure, ipBlocked, unauthorized, forbidden, limited } = parts;
  const placed = [
    ...parts.operations,
    ...responses,
    ...parts.schemes,
    ...parts.schemes.flatMap(({ flows }) => flows),
    ...parts.plans,
    rateLimit,
    ...(whoami ? [whoami] : []),
    insecure,
    ipBlocked,
    unauthorized,
    forbidden,
    limited,
  ].map(({ place }) => place);
  return Object.fromEntries([...general.map(input.place), ...placed].map((place) => [place.pointer, place]));
}
