'use client';

import type { StreamState } from '../../lib/live/event-stream.ts';
import { formatAge, formatSeconds } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { t } from '../../messages/index.ts';
import styles from './page-bar.module.css';

/** Says whether what the page shows is of this second, and if not, of when. */
export const LiveMark = ({ state }: { state: StreamState }) => {
  const now = useNow();
  if (state.kind === 'lost') {
    return (
      <output className={styles.live} data-tone="warn">
        {t.live.stale(formatAge(Math.max(0, now - state.sinceMs)))}
      </output>
    );
  }
  const isLive = state.kind === 'live';
  return (
    <span className={styles.live} data-tone={isLive ? 'ok' : 'none'} title={isLive ? t.live.hint : undefined}>
      {isLive ? t.live.live : t.live.connecting}
      {isLive && now > 0 && <span className="wideOnly">{formatSeconds(now)}</span>}
    </span>
  );
};
