/**
 * Sound servers that are unlike the mock, requirement by requirement: nothing may be said of them.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { addressVariants } from '../../mock/variants/address.ts';
import { bodiesVariants } from '../../mock/variants/bodies.ts';
import { credentialsVariants } from '../../mock/variants/credentials.ts';
import { oauthVariants } from '../../mock/variants/oauth.ts';
import { httpVariants } from '../../mock/variants/http.ts';
import { limitsVariants } from '../../mock/variants/limits.ts';
import { tokensVariants } from '../../mock/variants/tokens.ts';
import { transportVariants } from '../../mock/variants/transport.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { checks } from '../../suites/topics/checks.ts';
import type { Target } from '../../suites/http/target.ts';
import { fairServer, objectionsIn, type FairReading } from '../proof/fair/reading.ts';
import { readings } from '../proof/fair/readings.ts';
import { inProcessTarget, sessionFor, stillMock } from '../support/in-process.ts';
import { documents } from '../proof/snapshots/snapshots.ts';
import type { Probation } from './probation.ts';

/** What is promised by a document, of these requirements. */
function promised(contract: Contract, about = /./): readonly RequirementId[] {
  const { requirements } = sessionFor(stillMock(contract)).schedule;
  return requirements.flatMap(({ id, excluded }) => (excluded === undefined && about.test(id) ? [id] : []));
}

/** A target, and a digest of all that it has answered. */
function digested(target: Target): { readonly target: Target; digest(): string } {
  const hash = createHash('sha1');
  const send: Target['send'] = async (call) => {
    const { startedAt: _, milliseconds: __, ...sent } = await target.send(call);
    hash.update(JSON.stringify(sent));
    return { ...sent, startedAt: _, milliseconds: __ };
  };
  return { target: { ...target, send }, digest: () => hash.digest('hex') };
}

const usual = new Map<string, Promise<string>>();

/** The digest of what the sound mock of a document answers where a requirement is judged. */
function usualDigest(contract: Contract, requirement: RequirementId): Promise<string> {
  const key = `${contract.title} ${requirement}`;
  const found = async () => {
    const mock = stillMock(contract);
    const { target, digest } = digested(inProcessTarget(mock));
    await sessionFor(mock, { only: [requirement] }, target).judge(requirement);
    return digest();
  };
  const digest = usual.get(key) ?? found();
  usual.set(key, digest);
  return digest;
}

/** One that answers as the sound mock does shows nothing that the mock does not show, and is asked once. */
function trial(title: string, reading: FairReading, requirement: RequirementId, outcomes: readonly string[]): Probation {
  let isVoid = false;
  return {
    name: `${title}: ${requirement} by ${reading.judgedBy.title}`,
    file: 'tests/proof/fair/fair.test.ts',
    about: requirement,
    async run() {
      if (isVoid) return;
      const { mock, target: odd } = fairServer(reading);
      const { target, digest } = digested(odd);
      const open = await objectionsIn(sessionFor(mock, { only: [requirement] }, target), outcomes);
      if (open[0] !== undefined) throw new Error(open[0]);
      isVoid = digest() === (await usualDigest(reading.judgedBy, requirement));
    },
  };
}

const isOfEverything = (id: RequirementId) => checks[id].scenario.kind === 'passive';

/** What is judged of every answer takes long, so that it is tried where a reading is about it. */
const ofReadings = readings.flatMap((reading) =>
  promised(reading.judgedBy, reading.about)
    .filter((id) => reading.about !== undefined || !isOfEverything(id))
    .map((id) => trial(reading.title, reading, id, ['fail', 'inconclusive', 'blocked', 'error'])),
);

/** Each requirement by the first document that promises it. */
const first = new Map(documents.toReversed().flatMap((contract) => promised(contract).map((id) => [id, contract] as const)));

/** Which requirements a variant can have to do with. */
const concerned: readonly (readonly [variants: object, about: RegExp])[] = [
  [addressVariants, /^address\//],
  [bodiesVariants, /^(?!grants|jwt|address)/],
  [credentialsVariants, /^(?:bearer|credentials|jwt|selftest)\//],
  [oauthVariants, /^oauth\//],
  [tokensVariants, /^(?:grants|jwt)\//],
  [httpVariants, /^(?:envelope|http|credentials)\//],
  [limitsVariants, /^limits\//],
  [transportVariants, /^transport\//],
];

const ofVariants = concerned.flatMap(([variants, about]) =>
  [...first]
    .filter(([id]) => about.test(id) && !isOfEverything(id))
    .flatMap(([id, judgedBy]) =>
      Object.keys(variants).map((variant) =>
        trial(variant, { title: variant, judgedBy, options: { variants: [variant] } }, id, ['fail', 'error']),
      ),
    ),
);

export const fairTrials: readonly Probation[] = [...ofReadings, ...ofVariants];
