/**
 * Checks must not judge by the beginning of a body what the whole of it may decide.
 *
 * @module
 */
import { inconclusive, type Judgement, type TypedRecord } from '../check.ts';
import { isOrdered, type AnyObservation, type Case, type Evidence, type NamedProbes, type Observation, type Probes } from '../evidence.ts';
import type { Cut } from './long-bodies.ts';
import { isAdmission } from '../../words/words.ts';

type AnyRecord = TypedRecord<Case, Probes, unknown>;

/**
 * Judges an observation. If the check reads a body that was cut, only what does not depend on a body counts: without such a mismatch
 * the check is undecided. `perExchange` says that each mismatch depends on its own exchange alone.
 */
export function judgedWithCutBodies(
  observation: AnyObservation,
  record: AnyRecord,
  judge: (observation: AnyObservation, record: AnyRecord) => Judgement,
  perExchange: boolean,
): Judgement {
  const read = new Map<string, Cut>();
  const watched = watching((id, cut) => void read.set(id, cut));
  const judgement = judge(watched(observation), {
    get observations() {
      return record.observations.map(watched);
    },
    get exchanges() {
      return record.exchanges.map((evidence) => watchedEvidence(evidence, (id, cut) => void read.set(id, cut)));
    },
  });
  const [cut] = read.values();
  if (cut === undefined) return judgement;
  const undecided = inconclusive(cut.open ? { code: 'body-without-end' } : { code: 'body-too-long', bytes: cut.bytes });
  if ('outcome' in judgement) return judgement.outcome === 'not-applicable' ? undecided : judgement;
  const certain = judgement.filter(
    ({ at = '', code, exchange }) =>
      isAdmission(code) || /^\$(?:statusCode|response\.header)/.test(at) || (perExchange && exchange !== undefined && !read.has(exchange)),
  );
  return certain.length > 0 ? certain : undecided;
}

type Reading = (id: string, cut: Cut) => void;

const watching =
  (onRead: Reading) =>
  (observation: AnyObservation): AnyObservation => ({
    ...observation,
    controls: observation.controls.map((evidence) => watchedEvidence(evidence, onRead)),
    probes: watchedProbes(observation.probes, onRead),
  });

function watchedProbes(probes: Probes, onRead: Reading): Observation<Case, Probes>['probes'] {
  const watched = (evidence: Evidence) => watchedEvidence(evidence, onRead);
  const each = (named: NamedProbes[string]) => (named === undefined ? undefined : 'id' in named ? watched(named) : named.map(watched));
  if (isOrdered(probes)) return probes.map(watched);
  return Object.fromEntries(Object.entries(probes).map(([name, named]) => [name, each(named)]));
}

/** The same evidence; reports when a body that was cut is read. */
function watchedEvidence(evidence: Evidence, onRead: Reading): Evidence {
  const { id, reply } = evidence;
  if (!reply?.cut) return evidence;
  const { body, cut, ...rest } = reply;
  return {
    ...evidence,
    reply: {
      ...rest,
      cut,
      get body() {
        onRead(id, cut);
        return body;
      },
    },
  };
}
