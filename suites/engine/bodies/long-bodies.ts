/**
 * What evidence keeps of long bodies: all of them together would not fit into the memory of a run.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Redactor } from '../../redaction/redactor.ts';

/** Reports show bodies up to this many characters. */
export const longestBody = 16 * 1024;
/** Checks read longer bodies up to this many characters, as long as the run has room for them. */
const longestWhole = 1024 * 1024;
/** The room for whole bodies, and for the beginnings of others, in characters. */
const room = { whole: 8 * 1024 * 1024, beginnings: 16 * 1024 * 1024 };
/** What reports show of a body when the room for beginnings is used up. */
const shortBeginning = 1024;

/** The length and checksum of a body, if only its beginning is kept. */
export interface Cut {
  /** The length of the whole body; of what was received, if it is open. */
  readonly bytes: number;
  /** Of the whole body, hexadecimal. */
  readonly sha256: string;
  /** How many characters may be shown. More are kept: a secret that becomes known later and begins there can be replaced whole. */
  readonly shown: number;
  /** The end of the body was not waited for. */
  readonly open?: true;
}

/** The room that a run has used, in characters. */
export interface KeptLength {
  readonly whole: number;
  readonly beginnings: number;
}

export interface LongBodies {
  /** The body with every secret replaced: whole, or its beginning. */
  kept(body: string, open?: true): { readonly body: string; readonly cut?: Cut };
  used(): KeptLength;
  /** Continues from what other workers have used. */
  adopt(used: KeptLength): void;
}

export function createLongBodies(redactor: Pick<Redactor, 'redact' | 'beginning' | 'secrets'>): LongBodies {
  let used: KeptLength = { whole: 0, beginnings: 0 };
  return {
    kept(body, open) {
      if (!open && body.length <= longestBody) return { body: redactor.redact(body) };
      if (!open && body.length <= longestWhole && used.whole + body.length <= room.whole) {
        used = { ...used, whole: used.whole + body.length };
        return { body: redactor.redact(body) };
      }
      const shown = used.beginnings < room.beginnings ? longestBody : shortBeginning;
      used = { ...used, beginnings: used.beginnings + 2 * shown };
      const cut = { bytes: Buffer.byteLength(body), sha256: checksum(body, redactor), shown, ...(open && { open }) };
      return { body: copied(redactor.beginning(body, 2 * shown)), cut };
    },
    used: () => used,
    adopt: (others) => void (used = others),
  };
}

/** The checksum of a body as received; that of its redacted text if it contains a secret, which might be guessed from it. */
function checksum(body: string, { redact, secrets }: Pick<Redactor, 'redact' | 'secrets'>): string {
  const text = secrets().some(({ value }) => body.includes(value)) ? redact(body) : body;
  return createHash('sha256').update(text).digest('hex');
}

/** A text that does not keep the longer one in memory that it is a slice of. */
const copied = (text: string) => Buffer.from(text, 'utf8').toString('utf8');
