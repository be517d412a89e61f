import type { Leftover } from '../principals/leftovers.ts';

/** What is left at the target, and what to call to remove it. */
export function describeLeftover({ principal, request, url, id, removable, status }: Leftover): string {
  const by = principal === undefined ? '' : ` as ${principal}`;
  const object = `the object${id === undefined ? '' : ` ${id}`} that ${request} created${by}`;
  if (url === undefined) return `left behind: ${object}; the response does not say where it is`;
  if (!removable) return `left behind: ${object}, at ${url}; the document has no operation that deletes it`;
  const result = status === undefined ? 'the run did not delete it' : `the last attempt to delete it got ${status}`;
  return `left behind: ${object}; ${result}. To remove it, call DELETE ${url}`;
}
