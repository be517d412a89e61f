import { needsSockets } from '../../../cli/prove/trial.ts';
import { faultNames, faults } from '../../../mock/faults/faults.ts';
import { requirementIds } from '../../../spec/catalogue/catalogue.ts';

export const topicOf = (id: string) => id.split('/', 1)[0]!;

export const topics: readonly string[] = [...new Set(requirementIds.map(topicOf))];

/** The first fault of each topic that shows both with sockets and without; `prove` takes all of them. */
export const faultByTopic: ReadonlyMap<string, string> = new Map(
  topics.flatMap((topic) => {
    const found = faultNames.find(
      (name) => topicOf(faults[name]!.breaks[0]!) === topic && !needsSockets(name) && faults[name]!.onlyInProcess !== true,
    );
    return found === undefined ? [] : [[topic, found] as const];
  }),
);
