/** The sections of a changelog: heading and text, up to the next heading of the same level. */
const sections = /^## \[([^\]]+)\].*\n([^]*?)(?=^## \[|(?![^]))/gm;

/** The text of the section of a version. Throws an Error if there is none, or nothing in it. */
export function notesOf(changelog: string, version: string): string {
  const found = [...changelog.matchAll(sections)].find(([, name]) => name === version);
  const text = found?.[2]!.trim() ?? '';
  if (text === '') throw new Error(`CHANGELOG.md has no entries for ${version}`);
  return `${text}\n`;
}

/** The changelog with the unreleased entries as those of a version, `date` as in `2026-11-30`, and an empty unreleased section above. */
export function released(changelog: string, version: string, date: string): string {
  const entries = notesOf(changelog, 'Unreleased');
  return changelog.replace(sections, (section: string, name: string) =>
    name === 'Unreleased' ? `## [Unreleased]\n\n## [${version}] - ${date}\n\n${entries}\n` : section,
  );
}
