/**
 * The hand-written sources of generated pages.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/** The form of docs/promises.yaml and docs/standards.yaml. */
const sectionsSchema = z.array(
  z.strictObject({
    section: z.string().min(1),
    statements: z
      .array(
        z.strictObject({
          text: z.string().min(1),
          requirements: z.array(z.string()).optional(),
          /** Why nothing checks the statement; beside requirements, which part of it is not checked. */
          unchecked: z.string().min(1).optional(),
        }),
      )
      .min(1),
  }),
);
export type Section = z.infer<typeof sectionsSchema>[number];

/** The form of docs/fair-readings.yaml. */
const fairReadingsSchema = z.array(
  z.strictObject({ response: z.string().min(1), where: z.array(z.string()).min(1), variant: z.string().optional() }),
);
export type FairReading = z.infer<typeof fairReadingsSchema>[number];

const read = async (name: string): Promise<unknown> => parse(await readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8'));

/** What the page behind the bundled document states. */
export const promises: readonly Section[] = sectionsSchema.parse(await read('promises.yaml'));

/** What standards require of any server. */
export const standards: readonly Section[] = sectionsSchema.parse(await read('standards.yaml'));

/** Responses that pass besides the expected one. */
export const fairReadings: readonly FairReading[] = fairReadingsSchema.parse(await read('fair-readings.yaml'));
