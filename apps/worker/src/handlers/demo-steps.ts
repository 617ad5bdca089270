import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { demoSteps } from '@signalbox/shared/commands/demo';
import type { Handler, HandlerContext } from './handler.ts';
import { assertAllowedAddress } from './http/address-guard.ts';

interface Telling {
  step: number;
  receipt: string;
  /** Epoch ms. */
  begunAt: number;
}

const tell = async (url: string, telling: Telling, context: HandlerContext): Promise<void> => {
  await assertAllowedAddress(new URL(url), context.allowPrivateAddresses);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `${context.idempotencyKey}-${telling.step}`,
    },
    body: JSON.stringify({ commandId: context.id, ...telling }),
    signal: context.signal,
  });
  await response.body?.cancel();
};

/** A step remembers that it was done, which the number of the attempt may not. */
const crashOnce = async ({ step }: HandlerContext): Promise<void> => {
  const isFirst = { value: false };
  await step('crash', () => {
    isFirst.value = true;
  });
  if (isFirst.value) process.kill(process.pid, 'SIGKILL');
};

export const workInSteps: Handler<typeof demoSteps> = async ({ steps, stepMs, crashAt, url }, context) => {
  let run = 0;
  const receipts: string[] = [];
  for (let n = 1; n <= steps; n += 1) {
    if (n === crashAt) await crashOnce(context);
    const kept = await context.step(`step ${n}`, async () => {
      const begunAt = Date.now();
      await wait(stepMs, undefined, { signal: context.signal });
      const receipt = randomUUID();
      if (url !== undefined) await tell(url, { step: n, receipt, begunAt }, context);
      run += 1;
      context.log.info(`Step ${n} of ${steps} is done.`, { step: n });
      return receipt;
    });
    receipts.push(kept);
    context.progress((n / steps) * 100, `step ${n} of ${steps}`);
  }
  return { steps, run, receipts };
};
