import type { TimeForm } from '../../spec/quotas.ts';

const inSeconds = (milliseconds: number) => Math.max(Math.ceil(milliseconds / 1000), 1);

/** A length of time in its units, such as `1h`, `1m` and `30s`, without units that count zero. */
function unitsOf(seconds: number): readonly string[] {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return [hours > 0 ? `${hours}h` : '', minutes > 0 ? `${minutes}m` : '', rest > 0 ? `${rest}s` : ''].filter(Boolean);
}

/** How each form writes a time, in milliseconds since the epoch. Times are rounded up, and a wait is never nothing. */
const writers: { readonly [form in TimeForm]: (at: number, now: number) => string } = {
  'delta-seconds': (at, now) => String(inSeconds(at - now)),
  'delta-milliseconds': (at, now) => String(Math.max(Math.ceil(at - now), 1)),
  'delta-decimal': (at, now) => (Math.max(Math.ceil(at - now), 1) / 1000).toFixed(3),
  'epoch-seconds': (at) => String(Math.ceil(at / 1000)),
  'epoch-milliseconds': (at) => String(Math.ceil(at)),
  'epoch-decimal': (at) => (Math.ceil(at) / 1000).toFixed(3),
  'http-date': (at) => new Date(Math.ceil(at / 1000) * 1000).toUTCString(),
  'iso-8601': (at) => new Date(Math.ceil(at / 1000) * 1000).toISOString().replace('.000', ''),
  duration: (at, now) => unitsOf(inSeconds(at - now)).join(''),
  'iso-duration': (at, now) =>
    `PT${unitsOf(inSeconds(at - now))
      .join('')
      .toUpperCase()}`,
};

/** A time in a documented form. */
export function timeText(form: TimeForm, at: number, now: number): string {
  return writers[form](at, now);
}
