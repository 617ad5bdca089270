import { runService } from '@signalbox/runtime/lifecycle/run-service';
import { createWorker } from './service.ts';

await runService('worker', createWorker);
