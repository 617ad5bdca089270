import { HostPool } from '../hosts/host-pool.ts';
import { openProcess } from '../hosts/open-process.ts';
import { createTestContext } from './test-context.ts';

/** Has a handler hang in a process of its own, and says when it does. */
const pool = new HostPool({ size: 1, open: openProcess({ instance: 'test', logLevel: 'silent' }) });
const info = (line: string): void => void process.stdout.write(line);
const log = { info, warn: info, error: info };
void pool.run({ name: 'demo.hang', input: {}, context: createTestContext({ log }) });
