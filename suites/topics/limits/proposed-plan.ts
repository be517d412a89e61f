import type { Contract } from '../../../spec/contract.ts';
import { headerValues } from '../../../spec/message.ts';
import { reportedQuota, targetSeconds } from '../../expectations/quota.ts';
import { policyField } from '../../expectations/structured.ts';
import type { Reply } from '../../http/target.ts';

const units = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;

/** A window as plans write it: `30/minute`, `100/15minute`. */
function windowLabel(limit: number, seconds: number): string {
  const [name, length] = Object.entries(units).findLast(([, unit]) => seconds % unit === 0)!;
  return `${limit}/${seconds === length ? '' : seconds / length}${name}`;
}

/** The windows that a response reports: those of RateLimit-Policy, else the reported limit in the shortest usual window that its reset fits. */
export function reportedWindows(contract: Contract, reply: Reply): readonly string[] {
  const policy = headerValues(reply.headers, policyField).join(', ');
  const stated = [...policy.matchAll(/(?:^|[,;]\s*q=|,\s*)\s*(\d+)\s*;\s*w=(\d+)/g)].map(([, limit, seconds]) =>
    windowLabel(Number(limit), Number(seconds)),
  );
  if (stated.length > 0) return stated;
  const now = targetSeconds(reply, 0);
  const { limit, resetAt } = reportedQuota(contract, reply);
  const length = resetAt === undefined ? undefined : Object.values(units).find((seconds) => resetAt - now <= seconds + 1);
  return limit === undefined || length === undefined ? [] : [windowLabel(limit, length)];
}

/** An overlay that states windows in a plan, as YAML. */
export const planOverlay = (limits: readonly string[]): string =>
  `overlay: 1.0.0
info: { title: Reported limits, version: 1.0.0 }
actions:
  - target: $
    update:
      x-auth-conformance:
        plans:
          default: { limits: [${limits.join(', ')}] }
`;
