/**
 * What evidence keeps of long bodies: all of them together would not fit into the memory of a run.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Reply } from '../../http/target.ts';
import { createNeedles } from '../../redaction/needles.ts';
import { longestForm, type Redactor } from '../../redaction/redactor.ts';

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
  kept(reply: Pick<Reply, 'body' | 'bytes' | 'open'>): { readonly body: string; readonly cut?: Cut };
  used(): KeptLength;
  /** Continues from what other workers have used. */
  adopt(used: KeptLength): void;
}

export function createLongBodies(redactor: Pick<Redactor, 'redact' | 'beginning' | 'secrets'>): LongBodies {
  const checksumOf = createChecksums(redactor);
  let used: KeptLength = { whole: 0, beginnings: 0 };
  return {
    kept(reply) {
      const { open } = reply;
      // The text of a longer body is not made: it may take eight megabytes.
      if (!open && (reply.bytes === undefined || reply.bytes.length <= longestWhole)) {
        const { body } = reply;
        if (body.length <= longestBody) return { body: redactor.redact(body) };
        if (body.length <= longestWhole && used.whole + body.length <= room.whole) {
          used = { ...used, whole: used.whole + body.length };
          return { body: redactor.redact(body) };
        }
      }
      const bytes = reply.bytes ?? Buffer.from(reply.body, 'utf8');
      const shown = used.beginnings < room.beginnings ? longestBody : shortBeginning;
      used = { ...used, beginnings: used.beginnings + 2 * shown };
      const cut = { bytes: bytes.length, sha256: checksumOf(bytes), shown, ...(open && { open }) };
      return { body: copied(redactor.beginning(startOf(bytes, 2 * shown + longestForm), 2 * shown)), cut };
    },
    used: () => used,
    adopt: (others) => void (used = others),
  };
}

/** How many bytes are searched at a time: a string of all of them would be long. */
const searchedAtOnce = 32 * 1024;

/**
 * Makes checksums of bodies as received; where a piece of a body contains a secret, which might be guessed from it, of the redacted text of that piece.
 * One search in bytes serves all secrets: a run may have hundreds.
 */
function createChecksums({ redact, secrets }: Pick<Redactor, 'redact' | 'secrets'>): (body: Buffer) => string {
  const needles = createNeedles<true>();
  let [known, longest] = [0, 0];
  const learn = () => {
    for (const { value } of secrets().slice(known)) {
      const text = Buffer.from(value, 'utf8').toString('latin1');
      needles.add(text, true);
      [known, longest] = [known + 1, Math.max(longest, text.length)];
    }
  };
  /** Where a secret ends that begins in the next piece. */
  const endOfLast = (body: Buffer, from: number): number | undefined => {
    if (known === 0) return undefined;
    const finds = needles.find(body.toString('latin1', from, from + searchedAtOnce + longest));
    const last = finds.findLast((find) => find.from < searchedAtOnce);
    return last && from + last.until;
  };
  return (body) => {
    learn();
    const hash = createHash('sha256');
    for (let from = 0; from < body.length;) {
      const secretUntil = endOfLast(body, from);
      let until = Math.max(from + searchedAtOnce, secretUntil ?? 0);
      while (isInsideCharacter(body[until])) until += 1;
      const piece = body.subarray(from, until);
      hash.update(secretUntil === undefined ? piece : redact(piece.toString('utf8')));
      from = until;
    }
    return hash.digest('hex');
  };
}

/** Whether a byte continues a character. @see RFC 3629 §3 */
const isInsideCharacter = (byte = 0) => (byte & 0xc0) === 0x80;

/** At least so many characters from the beginning of a text; each has at most three bytes for a unit of JavaScript's strings. */
const startOf = (body: Buffer, characters: number) => body.subarray(0, 3 * characters).toString('utf8');

/** A text that does not keep the longer one in memory that it is a slice of. */
const copied = (text: string) => Buffer.from(text, 'utf8').toString('utf8');
