'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import type { CatalogEntry } from '@signalbox/shared/commands/catalog';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { FailedPart, Notice } from '../../../components/notice.tsx';
import { PageBar } from '../../../components/shell/page-bar.tsx';
import { Bone } from '../../../components/skeleton.tsx';
import { t } from '../../../messages/index.ts';
import { useCatalog, useCommandView } from '../queries.ts';
import { CommandForm } from './command-form.tsx';
import { CommandPicker } from './command-picker.tsx';
import styles from './new-command-page.module.css';
import type { Starting } from './use-draft.ts';

const parent = { href: '/commands', label: t.pages.commands };
const firstName = 'text.process';

/** The command that is run again, else the first example. */
const toStart = (entry: CatalogEntry, source: CommandView | undefined): Starting => {
  if (source === undefined || source.name !== entry.name)
    return { input: entry.examples[0]?.input ?? {}, options: {} };
  const { queue, priority, tags } = source;
  return {
    input: source.input,
    options: {
      ...(queue !== entry.queue && { queue }),
      ...(priority !== 'normal' && { priority }),
      ...(tags.length > 0 && { tags: tags.join('\n') }),
    },
  };
};

interface FormPartProps {
  entries: readonly CatalogEntry[];
  wanted: string;
  source: CommandView | undefined;
}

const FormPart = ({ entries, wanted, source }: FormPartProps) => {
  const entry = entries.find(({ name }) => name === wanted);
  if (entry === undefined) return <Notice tone="warn">{t.form.unknown(wanted)}</Notice>;
  return <CommandForm key={`${wanted} ${source?.id ?? ''}`} entry={entry} {...toStart(entry, source)} />;
};

const Unread = ({ what, query }: { what: string; query: Pick<UseQueryResult, 'error' | 'refetch'> }) =>
  query.error && <FailedPart what={what} error={query.error} retry={() => void query.refetch()} />;

/** Chooses a command and submits it. `?name=` chooses, `?from=` fills in what an earlier command had. */
export const NewCommandPage = () => {
  const [{ name, from }, setAddress] = useQueryStates({ name: parseAsString, from: parseAsString });
  const catalog = useCatalog();
  const source = useCommandView(from ?? undefined);
  const wanted = name ?? source.data?.name ?? firstName;
  const isWaiting = catalog.isPending || source.isLoading;
  return (
    <>
      <PageBar title={t.pages.newCommand} parent={parent} />
      <Unread what={t.form.catalogUnreadable} query={catalog} />
      <Unread what={t.form.sourceUnreadable} query={source} />
      <div className={styles.columns}>
        <CommandPicker
          entries={catalog.data ?? []}
          current={wanted}
          onPick={(picked) => void setAddress({ name: picked, from: null })}
        />
        {isWaiting && <Bone width={280} />}
        {!isWaiting && catalog.data !== undefined && (
          <FormPart entries={catalog.data} wanted={wanted} source={source.data} />
        )}
      </div>
    </>
  );
};
