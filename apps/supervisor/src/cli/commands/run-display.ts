import type { HistoryItem } from '@signalbox/shared/http/command-view';
import { clip, formatDuration } from '../terminal.ts';

type Screen = Pick<NodeJS.WriteStream, 'write' | 'columns'>;

const describeRetry = ({ error, waitMs = 0 }: HistoryItem): string =>
  `${error?.message ?? 'the attempt failed'}; next attempt in ${formatDuration(waitMs)}`;

const describe = (item: HistoryItem): string | undefined => {
  const { type, progress, worker } = item;
  if (type === 'started') return `running on ${worker ?? 'a worker'}`;
  if (type === 'retrying') return describeRetry(item);
  return progress && [`${Math.round(progress.percent)} %`, progress.message].join('  ');
};

/** Shows on a terminal how a command comes along: one line that changes, and above it what its handler logs. */
export const createRunDisplay = (screen: Screen) => {
  const clear = (): void => void screen.write('\r\u001B[2K');
  let state = 'queued';
  const draw = (): void => {
    clear();
    screen.write(clip(state.trimEnd(), screen.columns));
  };
  const log = (item: HistoryItem): void => {
    for (const { level, message, fields } of item.lines ?? []) {
      clear();
      screen.write(`${level.padEnd(5)} ${message}${fields ? ` ${JSON.stringify(fields)}` : ''}\n`);
    }
  };
  draw();
  return {
    show: (item: HistoryItem): void => {
      log(item);
      state = describe(item) ?? state;
      draw();
    },
    /** Takes the changing line away. */
    end: clear,
  };
};
