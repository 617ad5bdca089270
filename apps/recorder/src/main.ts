import { runService } from '@signalbox/runtime/lifecycle/run-service';
import { createRecorder } from './service.ts';

await runService('recorder', createRecorder);
