/** A process to supervise, with the manners that its arguments ask for. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    /** /readyz answers 503 until then. */
    'ready-after-ms': { type: 'string', default: '0' },
    'exit-after-ms': { type: 'string' },
    'exit-code': { type: 'string', default: '0' },
    'ignores-sigterm': { type: 'boolean' },
    'ignores-disconnect': { type: 'boolean' },
    /** Starts a process of its own that ignores everything but SIGKILL. */
    'has-child': { type: 'boolean' },
    announces: { type: 'boolean' },
  },
});

const startedAtMs = Date.now();
process.on('SIGTERM', () => {
  process.stdout.write('SIGTERM\n');
  if (!values['ignores-sigterm']) process.exit(0);
});
process.on('disconnect', () => {
  if (!values['ignores-disconnect']) process.exit(0);
});

if (values['has-child']) {
  const stubborn = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)';
  const child = spawn(process.execPath, ['-e', stubborn], { stdio: 'ignore' });
  process.stdout.write(`child ${child.pid}\n`);
}
if (values.port !== undefined) {
  const server = createServer((_request, response) => {
    const isReady = Date.now() - startedAtMs >= Number(values['ready-after-ms']);
    response.writeHead(isReady ? 200 : 503).end(isReady ? 'ready' : 'warming up');
  });
  server.listen(Number(values.port), '127.0.0.1');
}
if (values['exit-after-ms'] !== undefined) {
  setTimeout(() => process.exit(Number(values['exit-code'])), Number(values['exit-after-ms']));
}
if (values.announces) process.send?.({ type: 'ready' });
process.stdout.write(`${JSON.stringify({ level: 30, msg: 'started' })}\n`);
// It stays until it is told to go.
setInterval(() => undefined, 60_000);
