import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('a cursor that is none', async () => {
  await using api = await createTestApi();
  const response = await api.send('GET', `/v1/commands/${newCommandId()}/logs?after=yesterday`);
  expect(readProblem(response).errors).toEqual([
    { pointer: '/query/after', detail: 'must be the nextCursor of an earlier answer' },
  ]);
});
