/** A supervisor in a process of its own, to be killed: its list is in the environment variable FIXTURES. */
import { z } from 'zod';
import { createSupervisorService } from '../service.ts';
import { toFixtureSpec } from './fixture-spec.ts';

const fixturesSchema = z.record(z.string(), z.object({ args: z.array(z.string()) }));
const fixtures = fixturesSchema.parse(JSON.parse(process.env['FIXTURES'] ?? '{}'));

const service = await createSupervisorService({
  env: process.env,
  list: () => Object.entries(fixtures).map(([name, options]) => toFixtureSpec(name, options)),
  onShutdown: () => {
    void service.stop().then(() => process.exit(0));
  },
});
const { supervisor, notices } = service;
supervisor.start();
await supervisor.waitUntil(() =>
  [...supervisor.processes.values()].every(({ model }) => model.state === 'ready'),
);
process.stdout.write(`${JSON.stringify({ notices })}\n`);
