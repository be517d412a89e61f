import type { Contract } from '../../../../spec/contract.ts';
import { inconclusive, type Judgement } from '../../../engine/check.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import { absentOperation } from '../../../engine/judge.ts';
import { isSuccess } from '../../../engine/scenario-context.ts';
import { replyOf } from '../../../expectations/response.ts';

/** The API serves a valid token. */
export function expectServed(call: Evidence, contract: Contract): Judgement {
  if (isSuccess(call)) return [];
  const operation = contract.operations.find(({ id }) => id === call.operation);
  const { status } = replyOf(call);
  if (operation?.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
  if (status !== 401 && status !== 403) return inconclusive({ code: 'token-neither-served-nor-rejected', status });
  return [
    {
      code: 'issued-token-rejected',
      at: '$statusCode',
      expected: { kind: 'status-class', classes: ['2xx'] },
      actual: status,
      exchange: call.id,
    },
  ];
}
