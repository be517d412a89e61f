import { headerValue } from '../../../spec/message.ts';
import type { IncomingRequest, MockResponse } from '../../engine/request.ts';
import type { ServedMock } from '../../mock.ts';
import { redactPath } from '../../state/journal.ts';

/** A response, for a log. Contains no secret: no headers, query or body, and the path redacted. */
export interface AccessLogEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly peer: string;
  readonly durationMs: number;
}

/** A mock that calls a function with every response. */
export function withAccessLog<Served extends Pick<ServedMock, 'respond'>>(mock: Served, log: (entry: AccessLogEntry) => void): Served {
  const note = ({ method, target, peer }: IncomingRequest, { status, headers }: MockResponse, begun: number) =>
    log({
      method: method.slice(0, 40),
      path: redactPath(target.split('?', 1)[0]!),
      status,
      requestId: headerValue(headers, 'X-Request-Id'),
      peer,
      durationMs: Math.round((performance.now() - begun) * 1000) / 1000,
    });
  return {
    ...mock,
    respond(request) {
      const begun = performance.now();
      const response = mock.respond(request);
      if (!(response instanceof Promise)) {
        note(request, response, begun);
        return response;
      }
      return response.then((settled) => {
        note(request, settled, begun);
        return settled;
      });
    },
  };
}
