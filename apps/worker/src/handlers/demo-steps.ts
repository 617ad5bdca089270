import { setTimeout as wait } from 'node:timers/promises';
import type { demoSteps } from '@signalbox/shared/commands/demo';
import type { Handler, HandlerContext } from './handler.ts';
import { assertAllowedAddress } from './http/address-guard.ts';

const tell = async (url: string, n: number, context: HandlerContext): Promise<void> => {
  await assertAllowedAddress(new URL(url), context.allowPrivateAddresses);
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ step: n }),
    signal: context.signal,
  });
  await response.body?.cancel();
};

export const workInSteps: Handler<typeof demoSteps> = async ({ steps, stepMs, crashAt, url }, context) => {
  let run = 0;
  for (let n = 1; n <= steps; n += 1) {
    if (n === crashAt && context.attempt === 1) process.kill(process.pid, 'SIGKILL');
    await context.step(`step ${n}`, async () => {
      await wait(stepMs, undefined, { signal: context.signal });
      if (url !== undefined) await tell(url, n, context);
      run += 1;
      context.log.info(`Step ${n} of ${steps} is done.`, { step: n });
    });
    context.progress((n / steps) * 100, `step ${n} of ${steps}`);
  }
  return { steps, run };
};
