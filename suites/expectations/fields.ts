import { headerValues, type HeaderList } from '../../spec/message.ts';

const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const preferred = new RegExp(`^${day}, \\d{2} ${month} \\d{4} \\d{2}:\\d{2}:(?:[0-5]\\d|60) GMT$`);

/**
 * The seconds since the epoch of an HTTP date in the form that servers must send: `Sun, 06 Nov 1994 08:49:37 GMT`. Undefined for any other
 * text. @see RFC 9110 §5.6.7
 */
export function httpDateSeconds(text: string): number | undefined {
  const milliseconds = preferred.test(text) ? Date.parse(text.replace(':60 ', ':59 ')) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

/** Whether a text is an HTTP date in the form that servers must send. */
export const isHttpDate = (text: string): boolean => httpDateSeconds(text) !== undefined;

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
