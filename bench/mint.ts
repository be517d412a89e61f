import type { MockServer } from './lab.ts';

async function mint({ control }: MockServer): Promise<string> {
  const headers = { Authorization: `Bearer ${control.token}` };
  const response = await fetch(`${control.url}/mint`, { method: 'POST', headers, body: '{"scopes":["read"]}' });
  const { credential }: { readonly credential: string } = JSON.parse(await response.text());
  return credential;
}

/** So many new credentials, each of an account of its own. */
export async function mintMany(mock: MockServer, count: number): Promise<readonly string[]> {
  const credentials: string[] = [];
  const worker = async () => {
    while (credentials.length < count) credentials.push(await mint(mock));
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return credentials.slice(0, count);
}
