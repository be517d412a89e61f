/** An error response, with what a caller needs to react. It holds no request, so that no log contains the key. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

export interface Conversation {
  readonly id: string;
  readonly title: string;
}

export interface ConversationsOptions {
  readonly baseUrl: string;
  readonly key: string;
  readonly fetch?: typeof fetch;
  /** How often a call is repeated at most. */
  readonly retries?: number;
}

/** Longer waits are left to the caller, in seconds. */
const longestWait = 60;

/** The documented error. */
interface ErrorBody {
  readonly error?: { readonly code?: string; readonly retry_after?: number };
}

/** The seconds to wait before the next try: from Retry-After, from the body, or until the reset; undefined if the server does not say. */
function secondsIn({ headers }: Response, { error }: ErrorBody): number | undefined {
  const value = headers.get('Retry-After') ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  const reset = headers.get('X-RateLimit-Reset') ?? '';
  const times = [/^[A-Z]/.test(value) ? Date.parse(value) : Number.NaN, /^\d+$/.test(reset) ? Number(reset) * 1000 : Number.NaN];
  const [date, end] = times.map((time) => (Number.isNaN(time) ? undefined : Math.max((time - Date.now()) / 1000, 0)));
  return date ?? error?.retry_after ?? end;
}

/** A small SDK for the conversations of the bundled document. */
export class Conversations {
  readonly #baseUrl: string;
  readonly #key: string;
  readonly #fetch: typeof fetch;
  readonly #retries: number;

  constructor({ baseUrl, key, fetch: send = globalThis.fetch, retries = 3 }: ConversationsOptions) {
    if (!baseUrl.startsWith('https:')) throw new TypeError(`expected a base URL that begins with https:, got ${baseUrl}`);
    this.#baseUrl = baseUrl;
    this.#key = key;
    this.#fetch = send;
    this.#retries = retries;
  }

  async list(): Promise<readonly Conversation[]> {
    const body: { readonly conversations: readonly Conversation[] } = await this.#call('GET', '/conversations');
    return body.conversations;
  }

  async create(title: string): Promise<Conversation> {
    return this.#call('POST', '/conversations', { title });
  }

  async #call<Body>(method: string, path: string, content?: object): Promise<Body> {
    for (let tries = 0; ; tries += 1) {
      const response = await this.#fetch(this.#baseUrl + path, {
        method,
        // A redirect is not followed: the key would go with it.
        redirect: 'manual',
        headers: { Authorization: `Bearer ${this.#key}`, ...(content && { 'Content-Type': 'application/json' }) },
        ...(content && { body: JSON.stringify(content) }),
      });
      if (response.ok) return response.json();
      const failure: ErrorBody = await response.json().catch(() => ({}));
      const wait = secondsIn(response, failure) ?? 2 ** tries;
      const isLater = response.status === 429 || response.status === 503;
      if (!isLater || tries >= this.#retries || wait > longestWait) {
        throw new ApiError(response.status, failure.error?.code ?? 'unknown');
      }
      // The random part spreads parallel calls.
      await new Promise((resolve) => setTimeout(resolve, 1000 * (wait + Math.random())));
    }
  }
}
