import type { HealthReport } from '@signalbox/shared/health/report';
import type { IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/tone.ts';
import { formatSeconds } from '../../lib/format.ts';
import type { StreamState } from '../../lib/live/event-stream.ts';
import { t } from '../../messages/index.ts';
import { healthFacts, isTrouble } from './health-facts.ts';

export interface Verdict {
  icon: IconName;
  tone: Tone;
  /** Stands before the sentence; undefined while all is well. */
  word: string | undefined;
  sentence: string;
  /** True if the report is too old to say how things are now. */
  isStale: boolean;
  isTrouble: boolean;
}

/** A stream that comes back within this time has missed nothing worth a word. */
const staleAfterMs = 4_000;

/** What can be said of the whole system now. An old report says nothing about now, however good it was. */
export const toVerdict = (report: HealthReport, live: StreamState, now: number): Verdict => {
  const { state, sentence } = report.system;
  if (live.kind === 'lost' && now - live.sinceMs > staleAfterMs) {
    return {
      icon: 'unknown',
      tone: 'warn',
      word: healthFacts.unknown.word,
      sentence: t.health.stale(formatSeconds(live.sinceMs)),
      isStale: true,
      isTrouble: false,
    };
  }
  const { icon, tone, word } = healthFacts[state];
  return {
    icon,
    tone,
    word: state === 'healthy' ? undefined : word,
    sentence,
    isStale: false,
    isTrouble: isTrouble(state),
  };
};
