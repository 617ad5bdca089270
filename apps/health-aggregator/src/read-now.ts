import type { Now } from './core/evidence.ts';

export const readNow = (): Now => ({ ms: performance.now(), epochMs: Date.now() });
