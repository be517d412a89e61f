/** The key is not accepted. */
export class NotAuthorised extends Error {
  override readonly name = 'NotAuthorised';
}

export interface ClientOptions {
  readonly key: string;
  readonly fetch?: typeof fetch;
  /** Waits so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface Specimen {
  readonly number: string;
  readonly species: string;
}

/** A client of a herbarium: lists specimens, and waits as long as it is told when it asked too often. */
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
