import { unknownName } from '../../spec/suggestion.ts';
import type { EngineParts } from '../engine/parts.ts';
import { address } from './address.ts';
import { bearer } from './bearer.ts';
import { abuse } from './abuse.ts';
import { credentials } from './credentials.ts';
import { envelope } from './errors/errors.ts';
import { envelopeProblems } from './errors/problems.ts';
import type { Fault, Faults } from './fault.ts';
import { grants } from './oauth/oauth.ts';
import { http } from './http/http.ts';
import { jwt } from './jwt.ts';
import { limits } from './limits/limits.ts';
import { limitsFields } from './limits/fields.ts';
import { parsing } from './parsing.ts';
import { scopes } from './scopes.ts';
import { selftest } from './whoami.ts';
import { transport } from './transport.ts';

/** Every fault by name. */
export const faults: Faults = {
  ...transport,
  ...credentials,
  ...parsing,
  ...address,
  ...limits,
  ...limitsFields,
  ...scopes,
  ...grants,
  ...selftest,
  ...envelope,
  ...envelopeProblems,
  ...http,
  ...abuse,
  ...bearer,
  ...jwt,
};

/** The names of all faults. */
export const faultNames: readonly string[] = Object.keys(faults);

/**
 * The fault of a name.
 *
 * @throws RangeError on an unknown name.
 */
export function faultNamed(name: string): Fault {
  if (Object.hasOwn(faults, name)) return faults[name]!;
  throw new RangeError(`fault: ${unknownName('the name of a fault', name, faultNames)}; docs/faults.md lists them all`);
}

/**
 * The parts with these faults, applied in order.
 *
 * @throws RangeError on an unknown name.
 */
export function bend(parts: EngineParts, names: readonly string[]): EngineParts {
  return names.map(faultNamed).reduce((current, fault) => fault.bend(current), parts);
}
