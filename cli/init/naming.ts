import { reservedVariables } from '../environment.ts';
import { variableOf } from '../../suites/redaction/redactor.ts';

/** Returns unique names for the configuration. None of them has the variable of an option. */
export function createNaming(): (text: string) => string {
  const taken = new Set<string>();
  return (text) => {
    const plain =
      text
        .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
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

/** The environment variable of a secret: `STAGING_READER_KEY`. */
export function stagingVariable(name: string, what: 'KEY' | 'SECRET' | 'PASSWORD'): string {
  return `STAGING_${name.toUpperCase().replaceAll('-', '_')}_${what}`;
}
