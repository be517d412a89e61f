import type { Json } from '../../spec/contract.ts';
import type { TimeForm } from '../../spec/quotas.ts';
import { valueAt } from '../../spec/json/pointer.ts';
import { byteLength, withValueAt } from './value.ts';

/** Values that are known only at the time of the response. */
export type LivePlace = 'limit' | 'remaining' | 'reset' | 'retryAfter' | 'user' | 'scopes' | 'message';

/** The live values of one response, as JSON text; a time may be wanted in a form of its own. */
export type Live = { readonly [place in LivePlace]?: string | undefined } & {
  readonly inForm?: ((place: LivePlace, form: TimeForm) => string | undefined) | undefined;
};

/** A pointer into a body and the live value at it. */
export interface Marked {
  readonly place: LivePlace;
  readonly pointer: string;
  readonly form?: TimeForm;
}

/** A serialized body, split where live values go. */
export interface Template {
  /** One more than the slots. */
  readonly texts: readonly string[];
  readonly slots: readonly Slot[];
  /** The size of the texts in UTF-8 bytes. */
  readonly bytes: number;
}

interface Slot {
  readonly place: LivePlace;
  readonly form?: TimeForm | undefined;
  /** The documented value, used if the live value is unknown. */
  readonly otherwise: string;
  /** Whether the documented value, and so the live value, is a string. */
  readonly quoted: boolean;
}

/** Splits a JSON body at its live places. Places that do not exist in the body are ignored. */
export function jsonTemplate(value: Json, marks: readonly Marked[]): Template {
  const present = marks.filter(({ pointer }) => valueAt(value, pointer) !== undefined);
  const marked = present.reduce<Json>((body, { pointer }, index) => withValueAt(body, pointer, `\u0000${index}\u0000`), value);
  const pieces = JSON.stringify(marked).split(/"\\u0000(\d+)\\u0000"/);
  const slots = pieces.filter((_, index) => index % 2 === 1).map((index) => present[Number(index)]!);
  const texts = pieces.filter((_, index) => index % 2 === 0);
  return {
    texts,
    bytes: byteLength(texts.join('')),
    slots: slots.map(({ place, pointer, form }) => {
      const documented = valueAt(value, pointer)!;
      return { place, form, otherwise: JSON.stringify(documented), quoted: typeof documented === 'string' };
    }),
  };
}

/** A body without live places. */
export function textTemplate(text: string): Template {
  return { texts: [text], slots: [], bytes: byteLength(text) };
}

function listed(text: string): readonly string[] {
  return JSON.parse(text);
}

function slotText(slot: Slot, live: Live): string {
  const text = (slot.form && live.inForm?.(slot.place, slot.form)) ?? live[slot.place];
  if (text === undefined) return slot.otherwise;
  if (slot.quoted && slot.place === 'scopes') return JSON.stringify(listed(text).join(' '));
  return slot.quoted && !text.startsWith('"') ? JSON.stringify(text) : text;
}

/** The body with its live values. */
export function fillTemplate(template: Template, live: Live): string {
  const { texts, slots } = template;
  let body = texts[0]!;
  for (let index = 0; index < slots.length; index += 1) body += slotText(slots[index]!, live) + texts[index + 1]!;
  return body;
}
