import type { Format } from './format.ts';
import { har } from './har.ts';
import { html } from './html.tsx';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { reproduce } from './reproduce.ts';
import { sarif } from './sarif.ts';
import { terminal } from './terminal.ts';

/** Every way of telling a result; the first is the result itself. */
export const formats: readonly Format[] = [json, html, junit, markdown, sarif, har, reproduce, terminal];
