import { spawn } from 'node:child_process';
import { basename, delimiter, join } from 'node:path';
import { explainFailure } from './explain-failure.mjs';

/**
 * The npm that runs this script, on the Node that it runs on: the project's own Node is about to be replaced, so
 * nothing may be run from `node_modules`.
 */
const findNpm = () => {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script && node && basename(script) === 'npm-cli.js')
    return { command: node, args: [script], shell: false };
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
};

const createEnvironment = (root) => {
  const own = join(root, 'node_modules', '.bin');
  const path = (process.env.PATH || '').split(delimiter).filter((folder) => folder !== own);
  return { ...process.env, PATH: path.join(delimiter) };
};

const runNpm = (root, extra) =>
  new Promise((resolve) => {
    const { command, args, shell } = findNpm();
    const child = spawn(command, [...args, ...extra, '--loglevel=error', '--no-audit', '--no-fund'], {
      cwd: root,
      shell,
      env: createEnvironment(root),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const forward = (signal) => child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const end = (outcome) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve(outcome);
    };
    child.on('error', (error) => end({ ok: false, output: error.message }));
    child.on('close', (code, signal) =>
      end({ ok: code === 0, output: signal ? `npm was ended by ${signal}` : output }),
    );
  });

/** One line that tells the seconds on a terminal, and one line for good elsewhere. */
const showProgress = (say) => {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1_000);
  const { isTTY } = process.stderr;
  const draw = () => process.stderr.write(`\rInstalling packages… ${seconds()} s`);
  if (isTTY) draw();
  else say('Installing packages… (only the first time, and when they change)');
  const timer = isTTY ? setInterval(draw, 1_000) : undefined;
  return (ok) => {
    clearInterval(timer);
    const line = ok ? `Installed packages in ${seconds()} s.` : 'Packages could not be installed.';
    say(isTTY ? `\r\u001B[K${line}` : line);
  };
};

/** `npm ci` refuses a lock file that leaves out packages of other platforms, which npm itself writes at times. */
const isRefusedLock = ({ ok, output }) =>
  !ok && output.includes('EUSAGE') && output.includes('from lock file');

/** Development packages are included whatever NODE_ENV says: they build the console. */
const installAll = async (root) => {
  const outcome = await runNpm(root, ['ci', '--include=dev']);
  return isRefusedLock(outcome) ? runNpm(root, ['install', '--no-save', '--include=dev']) : outcome;
};

/**
 * Installs what the lock file says.
 * @throws Error with what npm wrote and what to do
 */
export const installPackages = async (root, say) => {
  const endProgress = showProgress(say);
  const { ok, output } = await installAll(root);
  endProgress(ok);
  if (!ok) throw new Error(`${output.trim()}\n\n${explainFailure(output)}`);
};

/** Runs the install script of the package `node` again; whether it helped is for the caller to see. */
export const rebuildNode = (root) => runNpm(root, ['rebuild', 'node']);
