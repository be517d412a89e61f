const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const preferred = new RegExp(`^${day}, \\d{2} ${month} \\d{4} \\d{2}:\\d{2}:(?:[0-5]\\d|60) GMT$`);

/** Whether a text is a date in the one form that may be sent: `Sun, 06 Nov 1994 08:49:37 GMT`. @see RFC 9110 §5.6.7 */
export function isHttpDate(text: string): boolean {
  return preferred.test(text) && !Number.isNaN(Date.parse(text.replace(':60 ', ':59 ')));
}
