import { addressIn } from '../../spec/address.ts';
import { decided, type Gate } from '../engine/visit.ts';

/** Refuses callers from outside the ranges that their credentials are tied to; what a request says of its origin is not looked at. */
export const address: Gate = {
  name: 'address',
  pass(visit) {
    const outside = visit.standings[0]?.keys.find(({ ranges }) => ranges !== undefined && !addressIn(ranges, visit.arrival.peer));
    if (outside === undefined) return visit;
    const { ipBlocked } = visit.around.law;
    return decided(visit, { gate: 'address', outcome: 'refused', why: `address outside the list of ${outside.name}`, prepared: ipBlocked });
  },
};
