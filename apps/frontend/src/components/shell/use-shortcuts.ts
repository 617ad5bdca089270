'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';

const pairTimeoutMs = 1_000;

/** Where `g` and a letter lead. */
const goTo: Readonly<Record<string, string>> = { o: '/', c: '/commands', s: '/services' };

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The id of the search field; the `/` key looks for it. */
export const searchFieldId = 'search';

interface Shortcuts {
  showHelp: () => void;
}

/** The keys that work on every page, except while somebody types. */
export const useShortcuts = ({ showHelp }: Shortcuts): (() => void) => {
  const router = useRouter();

  const search = (): void => {
    const field = document.getElementById(searchFieldId);
    if (field === null) router.push('/commands#search');
    else field.focus();
  };

  const press = useEffectEvent((event: KeyboardEvent, isAfterG: boolean): void => {
    const place = isAfterG ? goTo[event.key] : undefined;
    const actions: Record<string, () => void> = {
      '/': search,
      '?': showHelp,
      n: () => router.push('/commands/new'),
    };
    const action = place === undefined ? actions[event.key] : () => router.push(place);
    if (action === undefined) return;
    event.preventDefault();
    action();
  });

  useEffect(() => {
    let pressedG = -pairTimeoutMs;
    const listen = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const isAfterG = event.timeStamp - pressedG < pairTimeoutMs;
      pressedG = event.key === 'g' ? event.timeStamp : -pairTimeoutMs;
      press(event, isAfterG);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  return search;
};
