import type { MockResponse, IncomingRequest } from '../engine/request.ts';
import type { Mock } from '../mock.ts';

/** Without any header of the document, in case these cannot be written. */
const bare: MockResponse = { status: 500, headers: ['Content-Length', '0'], body: '' };

/** The part of a mock that listeners need. */
type Responder = Pick<Mock, 'respond' | 'errorResponse'>;

/** Writes an error response in place of what could not be made or written. */
function writeError<Result>(
  mock: Pick<Responder, 'errorResponse'>,
  request: IncomingRequest,
  cause: unknown,
  write: (response: MockResponse) => Result,
): Result {
  try {
    const message = cause instanceof Error ? cause.message : String(cause);
    return write(mock.errorResponse(500, { code: 'internal-error', message }, request));
  } catch {
    return write(bare);
  }
}

/** Writes a response; if that throws, an error response in its place. */
export function writeSafely<Result>(
  mock: Pick<Responder, 'errorResponse'>,
  request: IncomingRequest,
  response: () => MockResponse,
  write: (response: MockResponse) => Result,
): Result {
  try {
    return write(response());
  } catch (cause) {
    return writeError(mock, request, cause, write);
  }
}

/** Responds to a request: at once if its body is prepared, otherwise later. */
export function respondSafely(mock: Responder, request: IncomingRequest, write: (response: MockResponse) => void): void {
  try {
    const response = mock.respond(request);
    if (!(response instanceof Promise)) return write(response);
    void response.then(write).catch((cause: unknown) => writeError(mock, request, cause, write));
  } catch (cause) {
    writeError(mock, request, cause, write);
  }
}
