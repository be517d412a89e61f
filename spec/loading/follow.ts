import type { BaseResolver, Source } from './redocly.ts';
import type { Json, JsonObject } from '../contract.ts';
import { isObject, member, text } from '../json/json.ts';
import { below, fragmentPointer, valueAt } from '../json/pointer.ts';
import { parseSource } from './files/parse.ts';
import type { PartOrigin, PartOrigins } from './origin.ts';
import { nameOf } from './name.ts';

/** A `$ref` with its pointer in the file. */
interface Reference {
  readonly at: string;
  readonly target: string;
}

interface File {
  readonly source: Source;
  readonly parsed: Json | undefined;
}

/**
 * The origins of a bundled document, including parts from other files.
 * @param document The document before bundling.
 * @param resolver The resolver that read the files.
 */
export async function followReferences(
  root: PartOrigin,
  document: JsonObject,
  bundled: JsonObject,
  origins: PartOrigins,
  resolver: BaseResolver,
): Promise<PartOrigins> {
  const followed = new Map(origins);
  const files = new Map<string, Promise<File | undefined>>();

  const open = (base: string, file: string): Promise<File | undefined> => {
    const path = file === '' ? base : resolver.resolveExternalRef(base, file);
    const opened = files.get(path) ?? asWritten(resolver, path);
    files.set(path, opened);
    return opened;
  };

  /** Records the origin of a reference's target in the bundled document, then of the references in it. */
  const follow = async (pointer: string, reference: string, base: string): Promise<void> => {
    const moved = fragmentPointer(text(member(valueAt(bundled, pointer), '$ref')) ?? '');
    const place = moved ?? pointer;
    if (moved !== undefined && followed.has(moved)) return;
    const [file = '', fragment = ''] = reference.split('#');
    const loaded = await open(base, file);
    const there = fragmentPointer(`#${fragment}`) ?? '';
    if (loaded === undefined || valueAt(loaded.parsed, there) === undefined) return;
    const { source, parsed } = loaded;
    followed.set(place, { name: nameOf(source.absoluteRef), source, pointer: there, parsed });
    for (const { at, target } of referencesIn(valueAt(parsed, there))) await follow(place + at, target, source.absoluteRef);
  };

  const external = referencesIn(document).filter(({ target }) => !target.startsWith('#'));
  for (const { at, target } of external) await follow(at, target, root.source.absoluteRef);
  return followed;
}

/** A file of the resolver before bundling; undefined if it could not be read. */
async function asWritten(resolver: BaseResolver, path: string): Promise<File | undefined> {
  const read = await resolver.cache.get(path)?.catch(() => undefined);
  if (read === undefined || read instanceof Error) return undefined;
  const parsed = parseSource(read.source);
  return { source: read.source, parsed: 'value' in parsed ? parsed.value : undefined };
}

function referencesIn(value: Json | undefined): readonly Reference[] {
  const found: Reference[] = [];
  const open: (readonly [pointer: string, value: Json | undefined])[] = [['', value]];
  while (open.length > 0) {
    const [at, next] = open.pop()!;
    if (typeof next !== 'object' || next === null) continue;
    const target = isObject(next) ? text(next['$ref']) : undefined;
    if (target !== undefined) found.push({ at, target });
    for (const [name, part] of Object.entries(next)) open.push([below(at, name), part]);
  }
  return found;
}
