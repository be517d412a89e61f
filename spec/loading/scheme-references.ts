import type { JsonObject } from '../contract.ts';
import { isObject, items, member, members, text } from '../json/json.ts';
import { below, fragmentPointer, tokensOf, valueAt } from '../json/pointer.ts';
import { schemeNames } from '../compile/security/security.ts';
import { writtenOperations } from '../compile/operations/operations.ts';
import { replaceAt } from './edit.ts';
import { fileFrom } from './name.ts';
import { originOf, type PartOrigin, type PartOrigins } from './origin.ts';

/** A document and the origins of its parts. */
interface Written {
  readonly document: JsonObject;
  readonly origins: PartOrigins;
}

/** A security requirement that names its scheme by URI. */
export interface SchemeReference {
  /** The pointer of the requirement in the bundled document. */
  readonly pointer: string;
  /** The name of the component that stands for the scheme. */
  readonly component: string;
  /** A reference to the scheme from the document; absent if the scheme is a component already. */
  readonly target?: string;
}

/**
 * The security requirements of a bundled document that name no component, and have the form of a URI reference: relative to the file that they are
 * in.
 *
 * @see https://spec.openapis.org/oas/v3.2.0.html#security-requirement-object
 */
export function schemeReferences({ document, origins }: Written, root: PartOrigin): readonly SchemeReference[] {
  const declared = schemeNames(document);
  const components = new Map<string, string>();
  return requirementsOf(document)
    .filter(({ name }) => !declared.includes(name) && /[#/.:]/.test(name))
    .map(({ pointer, name }) => {
      const [file, fragment] = resolved(name, originOf(origins, pointer).source.absoluteRef);
      const isOwn = file === root.source.absoluteRef || file === text(member(document, '$self'));
      const tokens = tokensOf(fragmentPointer(`#${fragment}`) ?? '');
      const component = tokens.at(-1) ?? 'scheme';
      const isComponent = below('', ...tokens) === below('', 'components', 'securitySchemes', component);
      if (isOwn && isComponent && declared.includes(component)) return { pointer, component };
      const target = `${isOwn ? '' : file}#${fragment}`;
      const free = components.get(target) ?? unused(component, [...declared, ...components.values()]);
      components.set(target, free);
      return { pointer, component: free, target };
    });
}

/** Adds a component for each referenced scheme to a document that is not bundled yet. */
export function withSchemes({ document, origins }: Written, references: readonly SchemeReference[], bundled: PartOrigins): Written {
  const added = references.filter(({ target }) => target !== undefined);
  const components = document['components'];
  const known = member(components, 'securitySchemes');
  const schemes = {
    ...(isObject(known) ? known : {}),
    ...Object.fromEntries(added.map(({ component, target = '' }) => [component, { $ref: target }])),
  };
  const places = added.map(
    ({ component, pointer }) => [`/components/securitySchemes${below('', component)}`, originOf(bundled, pointer)] as const,
  );
  return {
    document: { ...document, components: { ...(isObject(components) ? components : {}), securitySchemes: schemes } },
    origins: new Map([...places, ...origins]),
  };
}

/** A bundled document whose security requirements name the components. */
export function namedByComponent(document: JsonObject, references: readonly SchemeReference[]): JsonObject {
  return references.reduce<JsonObject>((before, { pointer, component }) => {
    const tokens = tokensOf(pointer);
    const alternative = members(valueAt(before, below('', ...tokens.slice(0, -1))));
    const renamed = Object.fromEntries(alternative.map(([name, scopes]) => [name === tokens.at(-1) ? component : name, scopes]));
    const changed = replaceAt(before, tokens.slice(0, -1), renamed);
    return isObject(changed) ? changed : before;
  }, document);
}

function requirementsOf(document: JsonObject): readonly { readonly pointer: string; readonly name: string }[] {
  const lists = ['', ...writtenOperations(document).map(({ spot }) => spot.pointer)].map((holder) => below(holder, 'security'));
  return lists.flatMap((list) =>
    items(valueAt(document, list)).flatMap((alternative, index) =>
      members(alternative).map(([name]) => ({ pointer: below(list, index, name), name })),
    ),
  );
}

/** The file of a URI reference as a path or URL, and its fragment. */
function resolved(reference: string, base: string): readonly [file: string, fragment: string] {
  const [file = '', fragment = ''] = reference.split('#');
  return [file === '' ? base : fileFrom(base, file), fragment];
}

function unused(name: string, taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(number === 1 ? name : `${name}${number}`)) number += 1;
  return number === 1 ? name : `${name}${number}`;
}
