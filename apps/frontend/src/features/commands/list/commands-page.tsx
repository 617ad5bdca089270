'use client';

import { useMemo } from 'react';
import { ButtonLink } from '../../../components/button.tsx';
import { Icon } from '../../../components/icon.tsx';
import { FailedPart } from '../../../components/notice.tsx';
import { PageBar } from '../../../components/shell/page-bar.tsx';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { t } from '../../../messages/index.ts';
import { FirstCommand } from '../first-command.tsx';
import { CommandTable } from './command-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { isFiltered, useFilters, type Filters } from './filters.ts';
import { NoMatch } from './no-match.tsx';
import { useCommandList } from './use-command-list.ts';

const typingPauseMs = 180;

/** The filters with the words as they are once the typing pauses. */
const useSettled = ({ status, q, name, queue }: Filters): Filters => {
  const settledQ = useDebounced(q, typingPauseMs);
  return useMemo(() => ({ status, q: settledQ, name, queue }), [status, settledQ, name, queue]);
};

interface ListProps {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
  list: ReturnType<typeof useCommandList>;
}

const List = ({ filters, onChange, list }: ListProps) => {
  const { query, rows, newer, letIn, pointerHandlers } = list;
  if (rows === undefined && !query.isPending) return null;
  if (rows?.length === 0 && !query.isFetching) {
    return isFiltered(filters) ? <NoMatch filters={filters} onChange={onChange} /> : <FirstCommand />;
  }
  const showNewer = (): void => {
    letIn();
    window.scrollTo({ top: 0 });
  };
  return (
    <div {...pointerHandlers}>
      <CommandTable
        rows={rows}
        hasMore={query.hasNextPage}
        loadMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
        newer={newer}
        letIn={showNewer}
      />
    </div>
  );
};

/** Every command, newest first, live; what is shown is in the address. */
export const CommandsPage = () => {
  const [filters, setFilters] = useFilters();
  const list = useCommandList(useSettled(filters));
  return (
    <>
      <PageBar title={t.pages.commands} live={list.live}>
        <span className="wideOnly">
          <ButtonLink href="/commands/new">
            <Icon name="plus" />
            {t.pages.newCommand}
          </ButtonLink>
        </span>
      </PageBar>
      <FilterBar filters={filters} onChange={setFilters} />
      {list.query.error !== null && (
        <FailedPart
          what={t.commands.unreadable}
          error={list.query.error}
          retry={() => void list.query.refetch()}
        />
      )}
      <List filters={filters} onChange={setFilters} list={list} />
    </>
  );
};
