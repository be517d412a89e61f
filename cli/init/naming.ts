import { reservedVariables } from '../environment.ts';
import { variableOf } from '../../suites/redaction/redactor.ts';

/** Hands out names for the configuration, none of them twice and none whose variable is that of an option. */
export function createNaming(): (text: string) => string {
  const taken = new Set<string>();
  return (text) => {
    const plain =
      text
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '') || 'key';
    const base = reservedVariables.includes(variableOf(plain)) ? `${plain}-key` : plain;
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
    taken.add(name);
    return name;
  };
}

/** The environment variable that a configuration takes a secret from: `STAGING_READER_KEY`. */
export function stagingVariable(name: string, what: 'KEY' | 'SECRET' | 'PASSWORD'): string {
  return `STAGING_${name.toUpperCase().replaceAll('-', '_')}_${what}`;
}
