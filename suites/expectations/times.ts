/**
 * Times in responses, in all the forms that documents know.
 *
 * @module
 */
import type { Json } from '../../spec/contract.ts';
import type { TimeForm } from '../../spec/quotas.ts';
import { isNumericForm, isRelative, writtenForm } from '../../spec/time-form.ts';
import type { WrittenTime } from '../words/limits.ts';
import { httpDateSeconds, isHttpDate } from './fields.ts';

/** A value as text: `nothing` if there is none. */
export function valueText(value: Json | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** A whole number in a header, or as a JSON number; undefined for anything else. */
export function wholeNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** How a time is written. */
export function formOf(value: Json | undefined): WrittenTime {
  const text = valueText(value);
  const form = writtenForm(text) ?? 'other';
  return form === 'http-date' && !isHttpDate(text) ? 'other' : form;
}

/** Whether a value has a form. Milliseconds from now look like seconds, and a whole number is a number with a fraction too. */
export function hasForm(value: Json | undefined, form: TimeForm): boolean {
  const written = formOf(value);
  const looks: { readonly [form in TimeForm]?: readonly WrittenTime[] } = {
    'delta-milliseconds': ['delta-seconds'],
    'delta-decimal': ['delta-decimal', 'delta-seconds'],
    'epoch-decimal': ['epoch-decimal', 'epoch-seconds'],
  };
  return (looks[form] ?? [form]).includes(written);
}

const unitSeconds: { readonly [unit: string]: number } = { d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 };

/** The seconds of a length of time such as `1m30s` or `PT1M30S`. */
function lengthOf(text: string): number | undefined {
  const form = writtenForm(text);
  if (form !== 'duration' && form !== 'iso-duration') return undefined;
  return [...text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * unitSeconds[unit!]!,
    0,
  );
}

/** A time in a documented form, as seconds since the epoch; undefined if it cannot be read. */
export function timeOf(value: Json | undefined, form: TimeForm, now: number): number | undefined {
  const number = numberIn(value, form);
  if (number === undefined) return undefined;
  const seconds = form.endsWith('-milliseconds') ? number / 1000 : number;
  return isRelative(form) ? now + seconds : seconds;
}

function numberIn(value: Json | undefined, form: TimeForm): number | undefined {
  const text = valueText(value);
  if (form.endsWith('duration')) return typeof value === 'string' ? lengthOf(text) : undefined;
  if (form.endsWith('-decimal')) return /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (isNumericForm(form)) return wholeNumber(value);
  if (form === 'http-date') return httpDateSeconds(text);
  const date = typeof value === 'string' ? Date.parse(text) / 1000 : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}
