import { BaseResolver, type Document } from '@redocly/openapi-core';
import type { Json, JsonObject } from '../contract.ts';
import { isObject, member, text } from '../json.ts';
import { below, fragmentPointer, valueAt } from '../pointer.ts';
import type { Origin, Origins } from './origin.ts';
import { nameOf } from './read.ts';

/** A reference as it is written: where it stands in its file, and what it says. */
interface Reference {
  readonly at: string;
  readonly says: string;
}

/**
 * The origins of a bundled document: what was pulled in from other files was written there.
 * @param document The document before it was bundled.
 */
export async function followReferences(root: Origin, document: JsonObject, bundled: JsonObject, origins: Origins): Promise<Origins> {
  const followed = new Map(origins);
  const files = new Map<string, Promise<Document<Json> | undefined>>();

  const load = (base: string, file: string): Promise<Document<Json> | undefined> => {
    const resolver = new BaseResolver();
    const path = resolver.resolveExternalRef(base, file);
    const loaded = files.get(path) ?? resolver.resolveDocument<Json>(null, path, true).then(sound, nothing);
    files.set(path, loaded);
    return loaded;
  };

  /** Notes where the target of a reference was written, which now stands at another place; then those of the references in it. */
  const follow = async (pointer: string, reference: string, base: string): Promise<void> => {
    const moved = fragmentPointer(text(member(valueAt(bundled, pointer), '$ref')) ?? '');
    const place = moved ?? pointer;
    if (moved !== undefined && followed.has(moved)) return;
    const [file = '', fragment = ''] = reference.split('#');
    const loaded = await load(base, file === '' ? base : file);
    const there = fragmentPointer(`#${fragment}`) ?? '';
    if (loaded === undefined || valueAt(loaded.parsed, there) === undefined) return;
    const { source, parsed } = loaded;
    followed.set(place, { name: nameOf(source.absoluteRef), source, pointer: there, parsed });
    for (const { at, says } of referencesIn(valueAt(parsed, there))) await follow(place + at, says, source.absoluteRef);
  };

  const external = referencesIn(document).filter(({ says }) => !says.startsWith('#'));
  for (const { at, says } of external) await follow(at, says, root.source.absoluteRef);
  return followed;
}

function sound(loaded: Document<Json> | Error): Document<Json> | undefined {
  return loaded instanceof Error ? undefined : loaded;
}

/** What a linter lets pass, such as a link to a page of prose, needs no origin. */
function nothing(): undefined {
  return undefined;
}

function referencesIn(value: Json | undefined): readonly Reference[] {
  const found: Reference[] = [];
  const open: (readonly [pointer: string, value: Json | undefined])[] = [['', value]];
  while (open.length > 0) {
    const [at, next] = open.pop()!;
    if (typeof next !== 'object' || next === null) continue;
    const says = isObject(next) ? text(next['$ref']) : undefined;
    if (says !== undefined) found.push({ at, says });
    for (const [name, part] of Object.entries(next)) open.push([below(at, name), part]);
  }
  return found;
}
