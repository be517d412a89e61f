import type { JsonObject } from '../../../spec/contract.ts';
import { memoryLimits, sizeOf } from './limits.ts';
import { createRecent, refill } from './recent.ts';

type Objects = ReadonlyMap<string, JsonObject | null>;

const nothing: Objects = new Map();

/** The objects of all collections. */
export function createCollections() {
  interface Collection {
    readonly objects: Map<string, JsonObject | null>;
    readonly sizes: Map<string, number>;
  }
  const collections = createRecent<Collection>({ most: memoryLimits.collections, forgotten: (collection) => discard(collection) });
  let size = 0;

  function discard({ objects, sizes }: Collection): void {
    for (const each of sizes.values()) size -= each;
    objects.clear();
    sizes.clear();
  }

  function remove({ objects, sizes }: Collection, id: string): void {
    size -= sizes.get(id) ?? 0;
    objects.delete(id);
    sizes.delete(id);
  }

  return {
    save() {
      const restore = collections.save();
      const copies = [...collections.entries()].map(([, { objects, sizes }]) => {
        const [kept, keptSizes] = [[...objects], [...sizes]];
        return () => {
          refill(objects, kept);
          refill(sizes, keptSizes);
        };
      });
      const whole = size;
      return () => {
        restore();
        for (const copy of copies) copy();
        size = whole;
      };
    },
    objects: (key: string): Objects => collections.get(key)?.objects ?? nothing,
    put(key: string, id: string, object: JsonObject | null) {
      const collection = collections.get(key) ?? { objects: new Map<string, JsonObject | null>(), sizes: new Map<string, number>() };
      size -= collection.sizes.get(id) ?? 0;
      const added = sizeOf(object);
      collection.objects.set(id, object);
      collection.sizes.set(id, added);
      size += added;
      const { value: first } = collection.objects.keys().next();
      if (collection.objects.size > memoryLimits.objectsOfCollection && first !== undefined) remove(collection, first);
      collections.set(key, collection);
      for (const [oldest, other] of collections.entries()) {
        if (size <= memoryLimits.objectSize || oldest === key) break;
        discard(other);
        collections.delete(oldest);
      }
      for (const oldest of collection.objects.keys()) {
        if (size <= memoryLimits.objectSize || oldest === id) break;
        remove(collection, oldest);
      }
    },
  };
}
