'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useRouter } from 'next/navigation';
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type MouseEvent,
} from 'react';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { Button } from '../../../components/button.tsx';
import { BoneRows } from '../../../components/skeleton.tsx';
import tableStyles from '../../../components/table.module.css';
import { useMatches } from '../../../lib/use-matches.ts';
import { useNow } from '../../../lib/use-now.ts';
import { t } from '../../../messages/index.ts';
import { CommandCells } from './command-cells.tsx';
import { hasEnded } from '../status-facts.ts';
import styles from './command-table.module.css';

const words = t.commands;

const columns: readonly [label: string, width: number | undefined, isNumber: boolean][] = [
  [words.status, 110, false],
  [words.command, 148, false],
  [words.inputAndMessage, undefined, false],
  [words.attempt, 74, false],
  [words.took, 102, true],
  [words.worker, 138, false],
  [words.age, 64, true],
  [words.id, 68, true],
];

const rowPx = { wide: 34, narrow: 58 };
const loadAhead = 20;
const loadingRows = 12;

const Spacer = ({ height }: { height: number }) =>
  height > 0 ? (
    <tr className={styles.spacer} aria-hidden="true">
      <td colSpan={columns.length} style={{ height }}>
        <span hidden>…</span>
      </td>
    </tr>
  ) : null;

const isPlainClick = (event: MouseEvent): boolean =>
  !event.defaultPrevented &&
  !(event.target instanceof Element && event.target.closest('a, button')) &&
  window.getSelection()?.isCollapsed !== false;

/** Opens a command where its row is clicked; the link inside it stays a link. */
const useOpen = () => {
  const router = useRouter();
  return useCallback(
    (id: string, event: MouseEvent) => {
      if (!isPlainClick(event)) return;
      if (event.metaKey || event.ctrlKey) window.open(`/commands/${id}`, '_blank', 'noopener');
      else router.push(`/commands/${id}`);
    },
    [router],
  );
};

interface CommandTableProps {
  rows: readonly CommandView[] | undefined;
  hasMore: boolean;
  loadMore: () => void;
  newer: number;
  letIn: () => void;
}

const minuteMs = 60_000;
const tenSecondsMs = 10_000;

/** Rows at rest show their age in minutes, so they need not be drawn again every second. */
const toShownTime = ({ status, submittedAt }: CommandView, now: number): number =>
  hasEnded(status) && now - Date.parse(submittedAt) > minuteMs
    ? Math.floor(now / tenSecondsMs) * tenSecondsMs
    : now;

interface BodyProps {
  rows: readonly CommandView[];
  hasMore: boolean;
  loadMore: () => void;
}

/** The rows in view, with room above and below for those that are not drawn. */
const Body = ({ rows, hasMore, loadMore }: BodyProps) => {
  const now = useNow();
  const open = useOpen();
  const body = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  const size = useMatches('(max-width: 760px)') ? rowPx.narrow : rowPx.wide;
  // oxlint-disable-next-line react/incompatible-library -- it warns of the React compiler, which is not used
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => size,
    overscan: 12,
    scrollMargin: offset,
  });
  useLayoutEffect(() => {
    setOffset((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    virtualizer.measure();
  }, [virtualizer, size]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1);
  const isShort = hasMore && last !== undefined && last.index >= rows.length - loadAhead;
  const loadNext = useEffectEvent(loadMore);
  useEffect(() => {
    if (isShort) loadNext();
  }, [isShort]);

  return (
    <tbody ref={body}>
      <Spacer height={(items[0]?.start ?? offset) - offset} />
      {items.map(({ index }) => {
        const command = rows[index];
        return (
          command && (
            <tr
              key={command.id}
              className={styles.row}
              aria-rowindex={index + 2}
              onClick={(event) => open(command.id, event)}
            >
              <CommandCells command={command} now={toShownTime(command, now)} />
            </tr>
          )
        );
      })}
      <Spacer height={virtualizer.getTotalSize() - ((last?.end ?? offset) - offset)} />
    </tbody>
  );
};

/** Draws only the rows in view, whatever the length of the list. */
export const CommandTable = ({ rows, hasMore, loadMore, newer, letIn }: CommandTableProps) => {
  const count = rows?.length ?? 0;
  return (
    <>
      <div className={styles.newer} aria-live="polite">
        {newer > 0 && (
          <Button isSmall onClick={letIn}>
            {words.newer(newer)}
          </Button>
        )}
      </div>
      <table className={`${tableStyles.table} ${styles.table}`} aria-rowcount={hasMore ? -1 : count + 1}>
        <caption className="unseen">{words.caption}</caption>
        <colgroup>
          {columns.map(([label, width]) => (
            <col key={label} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(([label, , isNumber]) => (
              <th key={label} scope="col" data-num={isNumber ? '' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        {rows === undefined ? (
          <tbody>
            <BoneRows rows={loadingRows} columns={columns.length} />
          </tbody>
        ) : (
          <Body rows={rows} hasMore={hasMore} loadMore={loadMore} />
        )}
      </table>
    </>
  );
};
