import path from 'node:path';
import { BaseResolver, type Document, Source } from '../redocly.ts';
import { isUrl, nameOf } from '../name.ts';
import type { Problem } from '../problem.ts';
import { essential } from '../tolerance/essential.ts';
import { type Access, refusalOf } from './access.ts';
import { parseSource } from './parse.ts';
import { fetchText } from './text.ts';

/** Files with these names, or served as JSON or YAML, are parsed; the content of others is text. */
const PARSED = /\.(?:ya?ml|json)$/i;

/** Reads the files that a document refers to, as far as it may. Redocly asks for a class. */
export class ReferencedFiles extends BaseResolver {
  readonly #document: string;
  readonly #access: Access;
  readonly #why = new Map<string, string>();
  readonly #broken: Problem[] = [];

  constructor(document: string, access: Access) {
    super();
    this.#document = document;
    this.#access = access;
  }

  /** Why a file is not read although it may exist; undefined if it is read or missing. */
  refusal(file: string): string | undefined {
    return this.#why.get(file);
  }

  /** The files that cannot be parsed, each with the place of its first mistake. */
  get broken(): readonly Problem[] {
    return this.#broken;
  }

  override async loadExternalRef(file: string): Promise<Source> {
    const refused = refusalOf(file, this.#document, this.#access);
    if (refused !== undefined) {
      this.#why.set(file, refused);
      throw new Error(refused);
    }
    if (!isUrl(file)) this.#access.onFile?.(file);
    const text = await fetchText(file, (url) => refusalOf(url, this.#document, this.#access) === undefined);
    if ('why' in text) throw new Error(text.why);
    return new Source(file, isUrl(file) ? text.body : text.body.replaceAll('\r\n', '\n'), text.type);
  }

  override parseDocument(source: Source): Document {
    const name = isUrl(source.absoluteRef) ? new URL(source.absoluteRef).pathname : path.basename(source.absoluteRef);
    if (!PARSED.test(name) && !/json|yaml|openapi/.test(source.mimeType ?? '')) return { source, parsed: source.body };
    const parsed = parseSource(source);
    if ('value' in parsed) return { source, parsed: parsed.value === undefined ? undefined : essential(parsed.value) };
    const { reason, ...place } = parsed.failure;
    const message = `expected YAML or JSON: ${reason}`;
    this.#broken.push({ code: 'document/syntax', message, file: nameOf(source.absoluteRef), ...place, pointer: '' });
    throw new Error(message);
  }
}
