import type { Json } from '../../contract.ts';
import { isObject, items, member } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { parts, type Spot, step } from '../../loading/document-node.ts';

/** An example that the document gives, and where. */
export interface Example {
  readonly at: string;
  readonly value: Json;
}

/** Every example of a media type, header or parameter; those of its schema where it has none itself. */
export function examplesOf(spot: Spot): readonly Example[] {
  const single = exampleIn(spot);
  const named = parts(step(spot, 'examples')).flatMap(([, example]) =>
    ['value', 'dataValue'].flatMap((name) => {
      const value = member(example.value, name);
      return value === undefined ? [] : [{ at: below(example.pointer, name), value }];
    }),
  );
  const own = [...single, ...named];
  return own.length > 0 ? own : schemaExamples(step(spot, 'schema'));
}

function schemaExamples(schema: Spot): readonly Example[] {
  const listed = items(member(schema.value, 'examples')).map((value, index) => ({ at: below(schema.pointer, 'examples', index), value }));
  return [...exampleIn(schema), ...listed];
}

function exampleIn({ pointer, value }: Spot): readonly Example[] {
  const example = isObject(value) && Object.hasOwn(value, 'example') ? value['example'] : undefined;
  return example === undefined ? [] : [{ at: below(pointer, 'example'), value: example }];
}
