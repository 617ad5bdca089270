'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { Accepted } from '@signalbox/shared/http/submit';
import { Button, ButtonGroup, ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { explain, Notice } from '../../components/notice.tsx';
import { postJson } from '../../lib/api-client.ts';
import { t } from '../../messages/index.ts';

const words = t.first;
const sample = { name: 'text.process', input: { text: words.sampleText, operation: 'word_count' } };

/** Shown until the first command was accepted: says what this is for and makes data appear. */
export const FirstCommand = () => {
  const router = useRouter();
  const run = useMutation({
    mutationFn: () => postJson<Accepted>('/v1/commands', sample),
    onSuccess: ({ id }) => router.push(`/commands/${id}`),
  });
  return (
    <EmptyState
      title={words.emptyTitle}
      action={
        <>
          <ButtonGroup>
            <Button look="ink" disabled={run.isPending} onClick={() => run.mutate()}>
              {words.runSample}
            </Button>
            <ButtonLink href="/commands/new">{words.chooseCommand}</ButtonLink>
          </ButtonGroup>
          {run.error !== null && (
            <Notice tone="bad">
              {words.notAccepted} {explain(run.error)}
            </Notice>
          )}
        </>
      }
    >
      {words.emptyText}
    </EmptyState>
  );
};
