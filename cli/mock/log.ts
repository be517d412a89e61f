/** Writes what happens: a line of JSON for each event, with its time. Contains no secret. */
export type Log = (event: string, facts: object) => void;

/** A log for machines. */
export function createLog(stream: { write(text: string): unknown }): Log {
  return (event, facts) => void stream.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...facts })}\n`);
}
