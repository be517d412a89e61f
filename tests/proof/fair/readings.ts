import type { Contract } from '../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { headerValue } from '../../../spec/message.ts';
import { weather } from '../standards/documents.ts';
import { ofBodies, ofReferences } from './bodies.ts';
import { ofChallenges } from './challenges.ts';
import { ofFields } from './fields.ts';
import { ofHttp } from './http.ts';
import { ofObjects } from './objects.ts';
import { having, type Changes, type FairReading } from './reading.ts';

export const bundled: Contract = await loadContract(bundledDocument);

const limited = (rateLimit: Partial<Contract['rateLimit']>): Contract => ({
  ...bundled,
  rateLimit: { ...bundled.rateLimit, ...rateLimit },
});
const each = (changes: Changes, about?: RegExp, judgedBy = bundled): readonly FairReading[] =>
  Object.entries(changes).map(([title, change]) => ({ title, judgedBy, change, ...(about && { about }) }));

/** Every server of which nothing may be said. */
export const readings: readonly FairReading[] = [
  { title: 'sliding windows', judgedBy: bundled, kept: limited({ window: 'sliding' }) },
  { title: 'the tightest window in the fields', judgedBy: bundled, kept: limited({ report: 'tightest' }) },
  { title: 'a quota for each credential', judgedBy: bundled, kept: limited({ partition: 'credential' }) },
  {
    title: '401 for an address that the list does not hold',
    judgedBy: bundled,
    kept: { ...bundled, ipBlocked: bundled.unauthorized },
    change: (reply) =>
      reply.status === 401 && headerValue(reply.headers, 'www-authenticate') === undefined
        ? having(reply, 'WWW-Authenticate', 'Bearer realm="elsewhere"')
        : reply,
  },
  ...each(ofBodies),
  ...each(ofReferences, /^(?:abuse\/|grants\/unknown-client|credentials\/uniform-errors)/),
  ...each(ofHttp, /^(?:http|credentials|transport|envelope)\//),
  ...each(ofChallenges, /^bearer\//),
  ...each(ofObjects, /^abuse\//),
  ...each(ofFields, /^(?:limits\/(?:structured|service-limit|policies|rate-fields|retry-after-covers)|envelope\/problem)/, weather()),
];
