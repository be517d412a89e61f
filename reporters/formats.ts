import { badge } from './badge/badge.ts';
import { shields } from './badge/shields.ts';
import { ctrf } from './ctrf.ts';
import type { Format } from './format.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { har } from './har/har.ts';
import { html } from './html/html.tsx';
import { json } from './json.ts';
import { junit } from './junit/junit.ts';
import { markdown } from './markdown/markdown.ts';
import { reproduce } from './reproduce/reproduce.ts';
import { sarif } from './sarif/sarif.ts';
import { tap } from './tap.ts';
import { terminal } from './terminal/terminal.ts';

/** All report formats; the first is the result itself. */
export const formats: readonly Format[] = [
  json,
  html,
  junit,
  markdown,
  sarif,
  har,
  ctrf,
  tap,
  gitlab,
  badge,
  shields,
  reproduce,
  terminal,
  github,
];
