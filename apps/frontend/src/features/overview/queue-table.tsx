'use client';

import Link from 'next/link';
import type { QueueView } from '@signalbox/shared/http/stats';
import { SectionHead } from '../../components/section-head.tsx';
import { BoneRows } from '../../components/skeleton.tsx';
import tableStyles from '../../components/table.module.css';
import { formatCount, formatElapsed } from '../../lib/format.ts';
import { t } from '../../messages/index.ts';

const words = t.queues;

const isUnserved = ({ workers, depth }: QueueView): boolean => workers === 0 && depth > 0;

const waitClass = (queue: QueueView): string => {
  if (queue.depth === 0) return 'mute';
  return isUnserved(queue) ? 'strong tone' : '';
};

/** What an operator has asked of the queue, and what therefore explains its numbers. */
const describeControl = ({ paused, concurrency, ratePerSecond }: QueueView): string =>
  [
    paused && words.paused,
    concurrency !== undefined && words.concurrency(concurrency),
    ratePerSecond !== undefined && words.rate(ratePerSecond),
  ]
    .filter(Boolean)
    .join(', ');

const Row = ({ queue }: { queue: QueueView }) => {
  const { name, depth, running, slots, oldestAgeMs, workers } = queue;
  const className = waitClass(queue);
  return (
    <tr data-tone={isUnserved(queue) ? 'warn' : undefined}>
      <td className="strong">
        <Link href={`/commands?queue=${encodeURIComponent(name)}`}>{name}</Link>{' '}
        <span className="mute">{describeControl(queue)}</span>
      </td>
      <td data-num="" className={className}>
        {formatCount(depth)}
      </td>
      <td data-num="" className={oldestAgeMs === undefined ? 'mute' : className}>
        {oldestAgeMs === undefined ? t.none : formatElapsed(oldestAgeMs)}
      </td>
      <td data-num="" className={running === 0 ? 'mute' : ''}>
        {workers === 0 ? (
          <span className={isUnserved(queue) ? 'tone' : 'mute'}>{words.noWorker}</span>
        ) : (
          words.slots(running, slots)
        )}
      </td>
    </tr>
  );
};

const loadingRows = 3;

/** What waits and what runs, by queue. */
export const QueueTable = ({ queues }: { queues: readonly QueueView[] | undefined }) => (
  <section aria-label={words.title}>
    <SectionHead title={words.title} note={queues && words.note(queues.length)} />
    <table className={tableStyles.table}>
      <colgroup>
        <col />
        <col style={{ width: 70 }} />
        <col style={{ width: 82 }} />
        <col style={{ width: 92 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{words.queue}</th>
          <th scope="col" data-num="">
            {words.waiting}
          </th>
          <th scope="col" data-num="">
            {words.oldest}
          </th>
          <th scope="col" data-num="">
            {words.running}
          </th>
        </tr>
      </thead>
      <tbody>
        {queues === undefined && <BoneRows rows={loadingRows} columns={4} />}
        {queues?.map((queue) => (
          <Row key={queue.name} queue={queue} />
        ))}
      </tbody>
    </table>
  </section>
);
