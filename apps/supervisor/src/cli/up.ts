import { configExitCode, ConfigError } from '@signalbox/runtime/config/config-error';
import { PortTakenError } from '../ports/choose-ports.ts';
import { AlreadyRunningError, createSupervisorService, type SupervisorService } from '../service.ts';
import { showProgress } from './progress-display.ts';
import { isArrived, isSettled, printAddresses, reportCauses } from './report-start.ts';
import { runDemo } from './run-demo.ts';
import { stopAll, StopRequests } from './stop-on-request.ts';
import { paint, print, printError, surviveClosedTerminal } from './terminal.ts';
import { watchChanges } from './watch-changes.ts';
import { watchSources } from './watch-sources.ts';

interface UpOptions {
  isDemo: boolean;
  isDev: boolean;
}

/** A first start builds the console and may have to fetch nats-server. */
const startLimitMs = 300_000;

const printRunning = ({ message, state }: AlreadyRunningError): void => {
  print(message);
  if (state === undefined) print('It is still starting. See how it is with: npx signalbox status');
  else print(`  Console  ${state.urls.console}\n  API      ${state.urls.api}`);
  print('Nothing was started. Stop it with: npx signalbox down');
};

/** @returns undefined if nothing is to be started, and the exit code is then set */
const create = async (isDev: boolean, requests: StopRequests): Promise<SupervisorService | undefined> => {
  try {
    const onShutdown = () => requests.ask({ reason: 'asked to by signalbox down', exitCode: 0 });
    return await createSupervisorService({ env: process.env, isDev, onShutdown });
  } catch (error) {
    if (error instanceof AlreadyRunningError) {
      printRunning(error);
      process.exitCode = 0;
    } else if (error instanceof ConfigError) {
      printError(error.message);
      process.exitCode = configExitCode;
    } else if (error instanceof PortTakenError) {
      printError(`Nothing was started. ${error.message}`);
      process.exitCode = 1;
    } else {
      throw error;
    }
    return undefined;
  }
};

/** Without an essential process nothing works, so that its end is the end of all. */
const stopWithoutEssentials = ({ supervisor }: SupervisorService, requests: StopRequests): void => {
  supervisor.onChange(({ spec, model }) => {
    if (!spec.essential || model.state !== 'fatal') return;
    const exitCode = model.exit?.code === configExitCode ? configExitCode : 1;
    requests.ask({ reason: `${spec.name} has failed for good: ${model.reason}`, exitCode });
  });
};

/** @returns whether all are ready */
const awaitStart = async ({ supervisor }: SupervisorService, requests: StopRequests): Promise<boolean> => {
  const processes = [...supervisor.processes.values()];
  const display = showProgress(supervisor);
  const abort = new AbortController();
  const limit = setTimeout(() => abort.abort(), startLimitMs);
  const settled = supervisor.waitUntil(() => processes.every(isSettled), abort.signal).catch(() => undefined);
  await Promise.race([settled, requests.first]);
  abort.abort();
  clearTimeout(limit);
  display.end();
  return processes.every(isArrived);
};

const present = async (service: SupervisorService, isDemo: boolean, startedAtMs: number): Promise<void> => {
  print(`\n  ${paint('green', 'All is ready')} after ${((Date.now() - startedAtMs) / 1_000).toFixed(1)} s.`);
  if (isDemo) await runDemo(service.addresses.INTERNAL_API_URL);
  printAddresses(service.addresses);
};

/** What failed is told even if a stop is on its way; what is merely late is no news then. */
const explainGaps = ({ supervisor }: SupervisorService, isStopping: boolean): void => {
  const hasFailed = [...supervisor.processes.values()].some(({ model }) => model.state === 'fatal');
  if (hasFailed || !isStopping) reportCauses(supervisor);
  if (isStopping) return;
  print('\n  Not everything is ready; it goes on trying. See npx signalbox status and doctor.');
};

const run = async (
  service: SupervisorService,
  requests: StopRequests,
  { isDemo, isDev }: UpOptions,
): Promise<number> => {
  const startedAtMs = Date.now();
  for (const notice of service.notices) print(`  ${paint('yellow', 'Note:')} ${notice}`);
  stopWithoutEssentials(service, requests);
  service.supervisor.start();
  const isReady = await awaitStart(service, requests);
  const isStopping = await Promise.race([requests.first.then(() => true), Promise.resolve(false)]);
  if (!isReady) explainGaps(service, isStopping);
  else if (!isStopping) await Promise.race([present(service, isDemo, startedAtMs), requests.first]);
  const endWatching = [
    watchChanges(service.supervisor),
    ...(isDev ? [watchSources(service.supervisor)] : []),
  ];
  const request = await requests.first;
  for (const end of endWatching) end();
  return stopAll(service, request, requests);
};

/** Starts everything and stays until it is asked to stop. */
export const up = async (options: UpOptions): Promise<number> => {
  surviveClosedTerminal();
  const requests = new StopRequests();
  print('Signalbox starts.\n');
  const service = await create(options.isDev, requests);
  return service === undefined ? Number(process.exitCode ?? 0) : run(service, requests, options);
};
