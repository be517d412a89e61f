import type { TimeForm } from './quotas.ts';

/** How the values of each form look, the more special forms first. */
const LOOKS: readonly (readonly [TimeForm, RegExp])[] = [
  ['epoch-milliseconds', /^\d{12,14}$/],
  ['epoch-seconds', /^\d{10,11}$/],
  ['delta-seconds', /^\d{1,9}$/],
  ['epoch-decimal', /^\d{10,11}\.\d+$/],
  ['delta-decimal', /^\d{1,9}\.\d+$/],
  ['http-date', /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/],
  ['iso-8601', /^\d{4}-\d\d-\d\dT\d\d:\d\d/],
  ['iso-duration', /^P(?=\d|T\d)(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/],
  ['duration', /^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/],
];

/** The form that a text has; undefined if it is none of a time. Milliseconds from now look like seconds from now. */
export function writtenForm(text: string): TimeForm | undefined {
  return LOOKS.find(([, look]) => look.test(text))?.[0];
}

/** Whether a form counts from now, so that its value is another one in every response. */
export function isRelative(form: TimeForm): boolean {
  return form.startsWith('delta-') || form.endsWith('duration');
}

/** Whether values of a form are JSON numbers where a body has them. */
export function isNumericForm(form: TimeForm): boolean {
  return form.startsWith('delta-') || form.startsWith('epoch-');
}
