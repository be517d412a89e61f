import { headerValues, type HeaderList } from '../../spec/message.ts';

/** The directives of a header such as Cache-Control, by lower-case name; values without quotes, empty where there is none. @see RFC 9111 §5.2 */
export function directivesOf(headers: HeaderList, name: string, separator: ',' | ';' = ','): ReadonlyMap<string, string> {
  const parts = headerValues(headers, name).flatMap(
    (line) => line.match(new RegExp(`(?:"(?:[^"\\\\]|\\\\.)*"|[^"${separator}])+`, 'g')) ?? [],
  );
  return new Map(
    parts.flatMap((part): readonly (readonly [string, string])[] => {
      const [, directive, value = ''] = /^\s*([^=\s]+)\s*(?:=\s*(.*?)\s*)?$/s.exec(part) ?? [];
      return directive === undefined ? [] : [[directive.toLowerCase(), value.replace(/^"(.*)"$/s, '$1')]];
    }),
  );
}
