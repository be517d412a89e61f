/** The server rejected the key. */
export class NotAuthorised extends Error {
  override readonly name = 'NotAuthorised';
}

export interface ClientOptions {
  readonly key: string;
  readonly fetch?: typeof fetch;
  /** Waits for the given number of milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface Specimen {
  readonly number: string;
  readonly species: string;
}

/** A client of a herbarium API. Lists specimens; after a 429 it waits for Retry-After and retries. */
export function createClient(base: string, options: ClientOptions) {
  const send = options.fetch ?? fetch;
  return {
    async specimens(): Promise<readonly Specimen[]> {
      for (;;) {
        const response = await send(new Request(`${base}/specimens`, { headers: { 'X-Api-Key': options.key } }));
        if (response.status === 401) throw new NotAuthorised('the key is not accepted');
        if (response.status !== 429) {
          const specimens: readonly Specimen[] = JSON.parse(await response.text());
          return specimens;
        }
        await options.wait(Number(response.headers.get('Retry-After') ?? 1) * 1000);
      }
    },
  };
}
