import { randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';

const poolSize = 1_024;
let pool = randomBytes(poolSize);
let used = 0;

/** A number in [0, 1). Asking the system for each of an id's sixteen letters costs more than the rest of the id. */
const random = (): number => {
  if (used === poolSize) {
    pool = randomBytes(poolSize);
    used = 0;
  }
  return pool.readUInt8(used++) / 256;
};

/** A new command id; ids made by one process sort in the order they were made. */
export const newCommandId: () => string = monotonicFactory(random);
