import type { Contract, Json } from '../../spec/contract.ts';
import { isObject, members } from '../../spec/json/json.ts';
import type { Answer, Arrival } from '../engine/arrival.ts';
import type { EngineParts, ListenerTraits } from '../engine/parts.ts';
import type { Visit } from '../engine/visit.ts';

/** A change of parts; what every fault is made of. */
export type Bend = (parts: EngineParts) => EngineParts;

export type GateName =
  'transport' | 'grants' | 'route' | 'credentials' | 'address' | 'limits' | 'scopes' | 'existence' | 'validation' | 'success';

function around(name: GateName, wrap: (pass: (visit: Visit) => Visit) => (visit: Visit) => Visit): Bend {
  return (parts) => ({
    ...parts,
    gates: parts.gates.map((gate) => (gate.name === name ? { name, pass: wrap((visit) => gate.pass(visit)) } : gate)),
  });
}

/** Changes what a gate gets to see. */
export function before(name: GateName, change: (visit: Visit) => Visit): Bend {
  return around(name, (pass) => (visit) => pass(change(visit)));
}

/** Changes what a gate found out; `visit` is what it was shown. */
export function after(name: GateName, change: (found: Visit, visit: Visit) => Visit): Bend {
  return around(name, (pass) => (visit) => change(pass(visit), visit));
}

/** Takes a gate out. */
export function without(name: GateName): Bend {
  return (parts) => ({ ...parts, gates: parts.gates.filter((gate) => gate.name !== name) });
}

/** Changes finished answers. */
export function answered(change: (answer: Answer, visit: Visit) => Answer): Bend {
  return (parts) => ({ ...parts, finish: [...parts.finish, change] });
}

/** Changes the refusals of one gate. */
export function refused(name: GateName, change: (answer: Answer, visit: Visit) => Answer): Bend {
  return answered((answer, visit) =>
    visit.decision?.gate === name && visit.decision.outcome === 'refused' ? change(answer, visit) : answer,
  );
}

/** Changes what is promised to begin with. */
export function promising(change: (contract: Contract) => Contract): Bend {
  return (parts) => ({ ...parts, contract: change(parts.contract) });
}

/** Changes how the HTTPS listener presents itself. */
export function presenting(traits: Partial<ListenerTraits>): Bend {
  return (parts) => ({ ...parts, listener: { ...parts.listener, ...traits } });
}

/** The visit with its decision undone. */
export function undecided(visit: Visit): Visit {
  return { ...visit, decision: undefined };
}

/** Whether the operation asked for is the self-test. */
export function isSelfTest({ operation, around: { law } }: Visit): boolean {
  return operation !== undefined && operation.operation.id === law.contract.whoami?.operation;
}

/** The answer with other header lines of a name, or none. */
export function withLine(answer: Answer, name: string, value?: string): Answer {
  const kept = answer.headers.filter((_, index) => answer.headers[index - (index % 2)]!.toLowerCase() !== name.toLowerCase());
  return { ...answer, headers: value === undefined ? kept : [...kept, name, value] };
}

/** The answer with another body, and the length that goes with it; a body in ASCII. */
export function withBody(answer: Answer, body: string): Answer {
  return { ...withLine(answer, 'Content-Length', String(body.length)), body };
}

/** The answer as a redirect of the same request to HTTPS. @see RFC 9110 §15.4.9 */
export function sentToHttps(answer: Answer, { target }: Pick<Arrival, 'target'>): Answer {
  return { ...withBody(withLine(answer, 'Location', `https://localhost${target}`), ''), status: 308 };
}

function changed(value: Json, change: (name: string, member: Json) => Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    members(value).map(([name, member]) => [name, isObject(member) ? changed(member, change) : change(name, member)]),
  );
}

/** The answer with its JSON members changed, at every level; an answer without JSON stays as it is. */
export function withMembers(answer: Answer, change: (name: string, member: Json) => Json): Answer {
  if (!answer.body.startsWith('{')) return answer;
  return withBody(answer, JSON.stringify(changed(JSON.parse(answer.body), change)));
}

const messages = new Set(['message', 'detail', 'title', 'error_description', 'description']);

/** Whether a member is for people to read: by its name, or because it is of several words. */
const isMessage = (name: string, member: Json) => typeof member === 'string' && (messages.has(name) || /\s/.test(member));

/** Makes every error code of a body something that no schema of codes allows. */
export function withWrongCode(answer: Answer): Answer {
  return withMembers(answer, (name, member) => (typeof member === 'string' && !isMessage(name, member) ? 0 : member));
}

/** Words a body's message otherwise. */
export function withOtherMessage(answer: Answer): Answer {
  return withMembers(answer, (name, member) => (isMessage(name, member) ? 'Computer says no' : member));
}
