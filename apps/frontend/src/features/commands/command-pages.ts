import type { InfiniteData } from '@tanstack/react-query';
import type { CommandView, HistoryItem } from '@signalbox/shared/http/command-view';
import type { CommandStatus } from '@signalbox/shared/status/status';
import { applyHistory } from './apply-history.ts';

export interface CommandPage {
  items: CommandView[];
  nextCursor?: string;
}

/** The pages of a list, newest command first, as the query cache holds them. */
export type CommandPages = InfiniteData<CommandPage, string | undefined>;

const mapItems = (pages: CommandPages, change: (item: CommandView) => CommandView): CommandPages => {
  let isChanged = false;
  const next = pages.pages.map((page) => {
    const items = page.items.map(change);
    if (items.every((item, index) => item === page.items[index])) return page;
    isChanged = true;
    return { ...page, items };
  });
  return isChanged ? { ...pages, pages: next } : pages;
};

/** Lays live events over the rows that are shown; pages without a changed row stay the same objects. */
export const applyEvents = (pages: CommandPages, events: readonly HistoryItem[]): CommandPages => {
  const byId = Map.groupBy(events, ({ id }) => id);
  return mapItems(pages, (row) => (byId.get(row.id) ?? []).reduce(applyHistory, row));
};

/** True if an event speaks of a command that no row shows. */
export const hasUnknown = (pages: CommandPages, events: readonly HistoryItem[]): boolean => {
  const known = new Set(pages.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  return events.some(({ id }) => !known.has(id));
};

/** Of a page just read, the commands that are newer than every row shown. */
export const newerThan = (pages: CommandPages, head: CommandPage): CommandView[] => {
  const newest = pages.pages[0]?.items[0]?.id;
  return newest === undefined ? head.items : head.items.filter(({ id }) => id > newest);
};

/**
 * Puts a page just read on top of the rows shown. If nothing of it is known, too much has happened in between, and
 * the list starts again from this page.
 */
export const mergeHead = (pages: CommandPages, head: CommandPage): CommandPages => {
  const [first, ...others] = pages.pages;
  const newer = newerThan(pages, head);
  const hasHole = newer.length === head.items.length && head.nextCursor !== undefined;
  if (first === undefined || hasHole) return { pages: [head], pageParams: [undefined] };
  const fresh = new Map(head.items.map((item) => [item.id, item]));
  const updated = mapItems({ ...pages, pages: [first, ...others] }, (row) => fresh.get(row.id) ?? row);
  if (newer.length === 0) return updated;
  const [updatedFirst = first, ...updatedOthers] = updated.pages;
  return {
    ...updated,
    pages: [{ ...updatedFirst, items: [...newer, ...updatedFirst.items] }, ...updatedOthers],
  };
};

/** Leaves out the rows whose status has left the filter; no statuses means no filter. */
export const dropMismatched = (pages: CommandPages, statuses: readonly CommandStatus[]): CommandPages => {
  const matches = ({ status }: CommandView) => statuses.length === 0 || statuses.includes(status);
  if (pages.pages.every(({ items }) => items.every(matches))) return pages;
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.filter(matches) })) };
};
