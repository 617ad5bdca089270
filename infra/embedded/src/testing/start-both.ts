/** A parent that starts both servers, tells their pids and waits to be killed. Its argument is the data folder. */
import { startNatsServer, startSurrealServer } from '../harness.ts';

const [dataDir = ''] = process.argv.slice(2);
const servers = await Promise.all([startNatsServer({ dataDir }), startSurrealServer({ dataDir })]);
process.send?.(servers.map(({ pid }) => pid));
