import type { Fate, VariantFate } from './kill-matrix.ts';

/** The sign, the word and the colour of each fate. */
export const fates: {
  readonly [fate in Fate | VariantFate]: {
    readonly mark: string;
    readonly word: string;
    readonly colour: 'pass' | 'fail' | 'warn' | 'none';
  };
} = {
  killed: { mark: '✔', word: 'killed', colour: 'pass' },
  survived: { mark: '✘', word: 'survived', colour: 'fail' },
  excess: { mark: '!', word: 'killed too much', colour: 'warn' },
  short: { mark: '!', word: 'killed too little', colour: 'warn' },
  void: { mark: '·', word: 'no effect', colour: 'none' },
  'not-applicable': { mark: '-', word: 'not applicable', colour: 'none' },
  green: { mark: '✔', word: 'green', colour: 'pass' },
  alarm: { mark: '✘', word: 'false alarm', colour: 'fail' },
};
