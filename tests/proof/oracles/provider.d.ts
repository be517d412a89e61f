/** What the oracle uses of a package that ships no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Token {
    readonly accountId?: string;
    readonly clientId: string;
    readonly scope?: string;
    readonly isValid: boolean;
  }

  export interface Context {
    body: string;
    readonly oidc: {
      readonly provider: Provider;
      readonly client: { readonly clientId: string; grantTypeAllowed(type: string): boolean };
      readonly account: { readonly accountId: string };
      readonly requestParamOIDCScopes: Set<string>;
    };
  }

  export interface Provider {
    readonly AccessToken: { find(value: string): Promise<Token | undefined> };
    readonly ClientCredentials: { find(value: string): Promise<Token | undefined> };
    readonly Grant: new (members: { accountId: string; clientId: string }) => {
      addOIDCScope(scopes: Set<string>): void;
      save(): Promise<string>;
    };
    readonly Session: new (members: { accountId: string; loginTs: number }) => {
      readonly id: string;
      save(seconds: number): Promise<string>;
    };
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  }

  const Constructor: new (issuer: string, configuration: object) => Provider;
  export default Constructor;
  export const errors: { readonly AccessDenied: new (description: string) => Error };
  export const interactionPolicy: {
    readonly Prompt: new (members: { name: string }, ...checks: object[]) => object;
    readonly Check: new (reason: string, description: string, error: string, check: (context: Context) => boolean) => object;
  };
}
