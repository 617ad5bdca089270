'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { createCoalescer } from './coalesce.ts';
import { EventStream, type StreamState } from './event-stream.ts';

interface UseEventStreamOptions<Data> {
  /** No stream is open while this is undefined. */
  url: string | undefined;
  event: string;
  /** Called at most four times a second with what has arrived. */
  onBatch: (batch: Data[]) => void;
  onReopen: () => void;
  silenceMs?: number;
}

const renderEveryMs = 250;

/** Follows a stream for as long as the component is shown, and tells how the stream is. */
export const useEventStream = <Data>(options: UseEventStreamOptions<Data>): StreamState => {
  const { url, event, silenceMs } = options;
  const [state, setState] = useState<StreamState>({ kind: 'connecting' });
  const onBatch = useEffectEvent((batch: Data[]) => options.onBatch(batch));
  const onReopen = useEffectEvent(() => options.onReopen());

  useEffect(() => {
    if (url === undefined) return undefined;
    const coalescer = createCoalescer<Data>({ everyMs: renderEveryMs, flush: (batch) => onBatch(batch) });
    const stream = new EventStream({
      url,
      event,
      // The server sends what the contract says; it is of the same release.
      onData: (data) => coalescer.add(data as Data),
      onState: setState,
      onReopen: () => onReopen(),
      ...(silenceMs !== undefined && { silenceMs }),
    });
    return () => {
      stream.end();
      coalescer.stop();
    };
  }, [url, event, silenceMs]);

  return state;
};
