import type { Format } from './format.ts';
import { har } from './har/har.ts';
import { html } from './html/html.tsx';
import { json } from './json.ts';
import { junit } from './junit/junit.ts';
import { markdown } from './markdown/markdown.ts';
import { reproduce } from './reproduce/reproduce.ts';
import { sarif } from './sarif/sarif.ts';
import { terminal } from './terminal/terminal.ts';

/** All report formats; the first is the result itself. */
export const formats: readonly Format[] = [json, html, junit, markdown, sarif, har, reproduce, terminal];
