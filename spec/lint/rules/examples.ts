import type { Json } from '../../contract.ts';
import { isObject, items, member } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { parts, type DocumentNode, step } from '../../loading/document-node.ts';

/** An example in the document and its location. */
export interface Example {
  readonly at: string;
  readonly value: Json;
}

/** The examples of a media type, header or parameter; if it has none, those of its schema. */
export function examplesOf(node: DocumentNode): readonly Example[] {
  const single = exampleIn(node);
  const named = parts(step(node, 'examples')).flatMap(([, example]) =>
    ['value', 'dataValue'].flatMap((name) => {
      const value = member(example.value, name);
      return value === undefined ? [] : [{ at: below(example.pointer, name), value }];
    }),
  );
  const own = [...single, ...named];
  return own.length > 0 ? own : schemaExamples(step(node, 'schema'));
}

function schemaExamples(schema: DocumentNode): readonly Example[] {
  const listed = items(member(schema.value, 'examples')).map((value, index) => ({ at: below(schema.pointer, 'examples', index), value }));
  return [...exampleIn(schema), ...listed];
}

function exampleIn({ pointer, value }: DocumentNode): readonly Example[] {
  const example = isObject(value) && Object.hasOwn(value, 'example') ? value['example'] : undefined;
  return example === undefined ? [] : [{ at: below(pointer, 'example'), value: example }];
}
