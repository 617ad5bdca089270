'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import type { CommandView, HistoryItem } from '@signalbox/shared/http/command-view';
import { JsonView } from '../../../components/json-view.tsx';
import { Tabs } from '../../../components/tabs.tsx';
import { t } from '../../../messages/index.ts';
import { hasEnded } from '../status-facts.ts';
import type { Attempt } from '../timeline.ts';
import { AttemptList } from './attempt-list.tsx';
import { EventList } from './event-list.tsx';
import { ResultPanel } from './result-panel.tsx';

const tabNames = ['input', 'result', 'attempts', 'events'] as const;

interface CommandTabsProps {
  view: CommandView;
  history: readonly HistoryItem[];
  attempts: readonly Attempt[];
  now: number;
}

/** Opens on what matters most: the attempts while the command is under way, then what came of it. */
export const CommandTabs = ({ view, history, attempts, now }: CommandTabsProps) => {
  const [chosen, choose] = useQueryState('tab', parseAsStringLiteral(tabNames));
  const current = chosen ?? (hasEnded(view.status) ? 'result' : 'attempts');
  const words = t.command.tabs;
  const panels = {
    input: <JsonView value={view.input} label={words.input} />,
    result: <ResultPanel view={view} />,
    attempts: <AttemptList attempts={attempts} view={view} now={now} />,
    events: <EventList history={history} />,
  };
  return (
    <section aria-label={t.command.details}>
      <Tabs
        label={t.command.details}
        current={current}
        onSelect={(name) => void choose(name)}
        tabs={[
          { name: 'input', label: words.input },
          { name: 'result', label: view.status === 'failed' ? words.error : words.result },
          { name: 'attempts', label: words.attempts, count: attempts.length },
          { name: 'events', label: words.events, count: history.length },
        ]}
      >
        {panels[current]}
      </Tabs>
    </section>
  );
};
