import type { Value } from './role.ts';

/** A value as YAML in one line: `{ plan: pro, scopes: [read, write] }`. What could be taken for something else is quoted. */
export function flow(value: Value): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return scalar(value);
  if (isList(value)) return `[${value.map(scalar).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${scalar(key)}: ${flow(member)}`)
    .join(', ')} }`;
}

const isList = (value: Value): value is readonly string[] => Array.isArray(value);

/** A text as a plain scalar where YAML cannot mistake it, else in double quotes, as JSON writes it. @see YAML 1.2.2 §7.3.3 */
export function scalar(text: string): string {
  const plain =
    /^(?:https?:\/\/[\w./-]+(?::\d+)?[\w./-]*|\.{0,2}\/?[A-Za-z_][\w./-]*)$/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off|[yn])$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
