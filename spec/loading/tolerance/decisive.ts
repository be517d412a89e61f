import type { Json, JsonObject } from '../../contract.ts';
import { EXTENSION } from '../../extension/schema.ts';
import { items, members } from '../../json/json.ts';
import { tokensOf, valueAt } from '../../json/pointer.ts';
import { requirementLists } from '../../compile/security/requirements.ts';
import { schemeName } from '../../compile/security/security.ts';

/** A mistake before it is decided whether it matters. */
export interface StructureMistake {
  /** JSON Pointer into the document. */
  readonly pointer: string;
  /** The member that is missing, or that a misspelt one stands for. */
  readonly about?: string | undefined;
}

/** Members without which it is unknown how a credential is sent. */
const CARRIAGE: ReadonlySet<string> = new Set(['type', 'in', 'name', 'scheme']);
/** Members that a misspelt name may stand for. */
const DECISIVE: ReadonlySet<string> = new Set(['security', 'securitySchemes', 'components', 'paths', 'openapi']);

/** Whether a mistake makes it unknown who may call an operation. A document with any other mistake can be used. */
export function isDecisive({ pointer, about }: StructureMistake, document: JsonObject): boolean {
  const tokens = tokensOf(pointer);
  if (about !== undefined && DECISIVE.has(about)) return true;
  if (tokens[0] === EXTENSION || tokens[0] === 'openapi') return true;
  if (tokens.length === 1 && ['paths', 'components', 'security'].includes(tokens[0]!)) return about === undefined;
  if (tokens[0] === 'components' && tokens[1] === 'securitySchemes') return isCarriage(tokens.slice(2), about, document);
  const security = tokens[0] === 'paths' ? tokens.indexOf('security', 2) : tokens.indexOf('security');
  const isSecurity = (tokens[0] === 'security' && security === 0) || (tokens[0] === 'paths' && (security === 3 || security === 4));
  return isSecurity && !isScopelessNull(tokens.slice(security), valueAt(document, pointer));
}

/** Whether it is unknown how a scheme in use sends its credential. */
function isCarriage([name, part, ...rest]: readonly string[], about: string | undefined, document: JsonObject): boolean {
  if (name === undefined) return about === undefined;
  if (rest.length > 0 || !mayBeUsed(name, usedSchemes(document))) return false;
  return part === undefined
    ? about === undefined || CARRIAGE.has(about)
    : CARRIAGE.has(part) || (about !== undefined && CARRIAGE.has(about));
}

function usedSchemes(document: JsonObject): ReadonlySet<string> {
  return new Set(
    requirementLists(document)
      .flatMap(({ list }) => items(list))
      .flatMap((alternative) => members(alternative).map(([name]) => schemeName(name))),
  );
}

/** In OpenAPI 3.2 a requirement may name a scheme by URI. */
function mayBeUsed(name: string, used: ReadonlySet<string>): boolean {
  return used.has(name) || [...used].some((one) => /[#/]/.test(one));
}

/** Generators write `Key: null` for a scheme without scopes. */
function isScopelessNull(tokens: readonly string[], value: Json | undefined): boolean {
  return tokens.length === 3 && value === null;
}
