'use client';

import { useEffect, useRef } from 'react';
import type { CommandStatus } from '@signalbox/shared/status/status';
import { Icon } from '../../../components/icon.tsx';
import { Select } from '../../../components/select.tsx';
import { searchFieldId } from '../../../components/shell/use-shortcuts.ts';
import { t } from '../../../messages/index.ts';
import { useCatalog } from '../queries.ts';
import { statusFacts, statusNames } from '../status-facts.ts';
import styles from './filter-bar.module.css';
import type { Filters } from './filters.ts';

interface FilterBarProps {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
}

const words = t.filters;

const SearchField = ({ filters, onChange }: FilterBarProps) => {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (window.location.hash === `#${searchFieldId}`) field.current?.focus();
  }, []);
  return (
    <search className={styles.search}>
      <Icon name="search" />
      <input
        ref={field}
        id={searchFieldId}
        type="search"
        value={filters.q}
        maxLength={200}
        placeholder={words.placeholder}
        aria-label={words.search}
        autoComplete="off"
        onChange={(event) => onChange({ q: event.target.value })}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      {filters.q !== '' && (
        <button
          type="button"
          className={styles.clear}
          aria-label={words.clearSearch}
          onClick={() => onChange({ q: '' })}
        >
          <Icon name="close" />
        </button>
      )}
    </search>
  );
};

const toggle = (chosen: readonly CommandStatus[], status: CommandStatus): CommandStatus[] =>
  chosen.includes(status) ? chosen.filter((other) => other !== status) : [...chosen, status];

const StatusChips = ({ filters: { status: chosen }, onChange }: FilterBarProps) => (
  <fieldset className={styles.chips} aria-label={words.status}>
    <button
      type="button"
      className={styles.chip}
      aria-pressed={chosen.length === 0}
      onClick={() => onChange({ status: [] })}
    >
      {words.all}
    </button>
    {statusNames.map((status) => (
      <button
        key={status}
        type="button"
        className={styles.chip}
        data-tone={statusFacts[status].tone}
        aria-pressed={chosen.includes(status)}
        onClick={() => onChange({ status: toggle(chosen, status) })}
      >
        <Icon name={statusFacts[status].icon} />
        {statusFacts[status].word}
      </button>
    ))}
  </fieldset>
);

const withAll = (all: string, values: Iterable<string>, chosen: string) => {
  const names = [...new Set([...values, ...(chosen === '' ? [] : [chosen])])].toSorted();
  return [{ value: '', label: all }, ...names.map((name) => ({ value: name, label: name }))];
};

/** Words, command, queue and status; each narrows the list at once. */
export const FilterBar = ({ filters, onChange }: FilterBarProps) => {
  const entries = useCatalog().data ?? [];
  const names = entries.map(({ name }) => name);
  const queues = entries.map(({ queue }) => queue);
  return (
    <>
      <div className={styles.bar}>
        <SearchField filters={filters} onChange={onChange} />
        <Select
          aria-label={words.command}
          value={filters.name}
          choices={withAll(words.allCommands, names, filters.name)}
          onSelect={(name) => onChange({ name })}
        />
        <Select
          aria-label={words.queue}
          value={filters.queue}
          choices={withAll(words.allQueues, queues, filters.queue)}
          onSelect={(queue) => onChange({ queue })}
        />
      </div>
      <StatusChips filters={filters} onChange={onChange} />
    </>
  );
};
