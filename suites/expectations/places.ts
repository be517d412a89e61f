import type { HeaderList } from '../../spec/message.ts';

/** Each header with its place: `['$response.header.Date', 'Sun, …']`. */
export function headerPlaces(headers: HeaderList): readonly (readonly [at: string, value: string])[] {
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[`$response.header.${name}`, headers[index + 1] ?? ''] as const] : []));
}
