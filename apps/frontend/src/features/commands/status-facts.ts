import type { CommandStatus } from '@signalbox/shared/status/status';
import type { IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/tone.ts';
import { t } from '../../messages/index.ts';

interface StatusFacts {
  icon: IconName;
  tone: Tone;
  word: string;
  /** Calm states keep grey words, so that trouble is seen first. */
  isCalm: boolean;
  hasEnded: boolean;
}

/** How each status is shown, in the order in which a command passes them. */
export const statusFacts: Record<CommandStatus, StatusFacts> = {
  queued: { icon: 'queued', tone: 'wait', word: t.status.queued, isCalm: true, hasEnded: false },
  running: { icon: 'running', tone: 'run', word: t.status.running, isCalm: false, hasEnded: false },
  retrying: { icon: 'retrying', tone: 'warn', word: t.status.retrying, isCalm: false, hasEnded: false },
  scheduled: { icon: 'scheduled', tone: 'none', word: t.status.scheduled, isCalm: true, hasEnded: false },
  completed: { icon: 'completed', tone: 'ok', word: t.status.completed, isCalm: true, hasEnded: true },
  failed: { icon: 'failed', tone: 'bad', word: t.status.failed, isCalm: false, hasEnded: true },
  canceled: { icon: 'canceled', tone: 'none', word: t.status.canceled, isCalm: true, hasEnded: true },
};

export const statusNames = Object.keys(statusFacts) as readonly CommandStatus[];

export const hasEnded = (status: CommandStatus): boolean => statusFacts[status].hasEnded;
