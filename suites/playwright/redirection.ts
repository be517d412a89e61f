/**
 * Whether a URL is the redirect URI, with parameters added to its query or its fragment.
 *
 * @see RFC 6749 §4.1.2 and §4.2.2
 */
export function arrivesAt(redirectUri: string, url: string): boolean {
  if (!URL.canParse(redirectUri) || !URL.canParse(url)) return false;
  const [wanted, given] = [new URL(redirectUri), new URL(url)];
  const alike = (['protocol', 'username', 'password', 'host', 'pathname'] as const).every((part) => wanted[part] === given[part]);
  return alike && [...wanted.searchParams].every(([name, value]) => given.searchParams.getAll(name).includes(value));
}
