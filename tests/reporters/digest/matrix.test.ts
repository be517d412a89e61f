import { expect, it } from 'vitest';
import { accessMatrix } from '../../../reporters/digest/matrix.ts';
import { check, finding, recorded, resultOf } from '../builder.ts';

it('the matrix has a row for each operation, a column for each principal, and the worst outcome in a cell', () => {
  const result = resultOf([
    {
      requirement: 'scopes/allows',
      checks: [
        check('scopes/allows/GET%20%2Fthings/reader', 'pass'),
        check('scopes/allows/addThing/writer', 'pass'),
        check('scopes/allows', 'fail'),
      ],
    },
    {
      requirement: 'scopes/refuses',
      checks: [check('scopes/refuses/addThing/writer', 'blocked'), check('scopes/refuses/addThing/reader/again', 'fail')],
    },
    finding('limits/else/one/two', 'fail'),
  ]);
  expect(accessMatrix(result)).toEqual({
    principals: ['reader', 'writer'],
    rows: [
      { operation: 'GET /things', cells: [{ outcome: 'pass', checked: ['allows'] }, undefined] },
      {
        operation: 'addThing',
        cells: [
          { outcome: 'fail', checked: ['refuses'] },
          { outcome: 'blocked', checked: ['allows', 'refuses'] },
        ],
      },
    ],
  });
});

it('an id that is not well encoded is taken as it is', () => {
  const result = resultOf([{ requirement: 'scopes/allows', checks: [check('scopes/allows/100%/reader', 'pass')] }]);
  expect(accessMatrix(result).rows.map(({ operation }) => operation)).toEqual(['100%']);
});

it('a result without scope checks has an empty matrix', () => {
  expect(accessMatrix(resultOf([finding('limits/one', 'pass')]))).toEqual({ principals: [], rows: [] });
});

it('a cell says whether the principal was served, by the exchange that shows it, and a label is no principal', () => {
  const by = (key: string, principal: string, status: number) =>
    recorded(key, 1, { principal, operation: 'listThings', response: { status, headers: [] } });
  const result = resultOf(
    [
      {
        requirement: 'scopes/refuses',
        checks: [
          check('scopes/refuses/listThings/writer/rejected', 'fail', { exchanges: ['a#1', 'a#2'] }),
          check('scopes/refuses/listThings/reader/rejected', 'pass', { exchanges: ['a#1'] }),
          check('scopes/refuses/listThings/rejected', 'pass', { exchanges: ['a#2'] }),
        ],
      },
    ],
    { exchanges: [by('a#1', 'reader', 403), by('a#2', 'writer', 200)] },
  );
  expect(accessMatrix(result)).toEqual({
    principals: ['writer', 'reader'],
    rows: [
      {
        operation: 'listThings',
        cells: [
          { outcome: 'fail', served: true, status: 200, exchange: 2, checked: ['refuses'] },
          { outcome: 'pass', served: false, status: 403, exchange: 1, checked: ['refuses'] },
        ],
      },
    ],
  });
});
