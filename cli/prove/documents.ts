import type { Contract } from '../../spec/contract.ts';
import { clearingHouse } from './documents/clearing-house.ts';
import { depositBoxes } from './documents/deposit-boxes.ts';
import { tollRoads } from './documents/toll-roads.ts';
import { turnstiles } from './documents/turnstiles.ts';
import { weather } from './documents/weather.ts';

/** Small documents with features that the bundled one does not have, so that every fault has a requirement to break. */
export function proofDocuments(): readonly Contract[] {
  const signed = weather(
    { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    { rateLimit: { window: 'sliding', report: 'tightest', partition: 'credential' } },
  );
  return [
    turnstiles(),
    depositBoxes(),
    weather(),
    { ...signed, title: `${signed.title} with signed tokens` },
    tollRoads(),
    clearingHouse(),
  ];
}
