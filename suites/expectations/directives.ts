import { headerValues, type HeaderList } from '../../spec/message.ts';

/** The directives of a field such as Cache-Control, by name in small letters; values without quotes, empty where there is none. @see RFC 9111 §5.2 */
export function directivesOf(headers: HeaderList, field: string, separator: ',' | ';' = ','): ReadonlyMap<string, string> {
  const parts = headerValues(headers, field).flatMap(
    (line) => line.match(new RegExp(`(?:"(?:[^"\\\\]|\\\\.)*"|[^"${separator}])+`, 'g')) ?? [],
  );
  return new Map(
    parts.flatMap((part): readonly (readonly [string, string])[] => {
      const [, name, value = ''] = /^\s*([^=\s]+)\s*(?:=\s*(.*?)\s*)?$/s.exec(part) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), value.replace(/^"(.*)"$/s, '$1')]];
    }),
  );
}
