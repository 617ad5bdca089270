import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

const path = '/v1/actions/01KFX0000000000000000000AA';

test.each([
  ['GET', path],
  ['POST', `${path}/abort`],
] as const)('%s %s of an action that is not there', async (method, url) => {
  await using api = await createTestApi();
  expect(readProblem(await api.send(method, url))).toMatchObject({ status: 404, code: 'action.not_found' });
});
