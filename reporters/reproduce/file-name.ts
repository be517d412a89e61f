/** The most characters of a name; longer names are cut. */
const longest = 150;

/** Whether a failed check has a reproduction: what a client did cannot be sent again. */
export const isReproducible = (id: string): boolean => !id.startsWith('client/');

/** The path of the reproduction of a check in the report directory; unique for each id. */
export function specFile(id: string): string {
  const plain = id.replaceAll('/', '.').replace(/[^A-Za-z0-9._-]+/g, '_');
  const clear = plain === id.replaceAll('/', '.') && plain.length <= longest;
  return `reproduce/${clear ? plain : `${plain.slice(0, longest)}-${sum(id)}`}.spec.ts`;
}

/** FNV-1a, in eight digits. */
function sum(text: string): string {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0)!, 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}
