'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { CatalogEntry } from '@signalbox/shared/commands/catalog';
import type { Accepted } from '@signalbox/shared/http/submit';
import { explain } from '../../../components/notice.tsx';
import { postJson } from '../../../lib/api-client.ts';
import { ApiProblem } from '@signalbox/client';
import { toOptionFields, toOptions } from './option-fields.ts';
import { placeProblems, type PlacedProblems } from './place-problems.ts';
import { rememberRecent } from './recent-inputs.ts';
import { useDraft, type Mode, type Starting } from './use-draft.ts';

const noProblems: PlacedProblems = { byField: {}, others: [] };

/** A command while it is written, what is wrong with it, and the way to submit it. */
export const useSubmission = (entry: CatalogEntry, starting: Starting) => {
  const router = useRouter();
  const { fill, readInput, ...writing } = useDraft(entry, starting);
  const { draft, fields = [] } = writing;
  const optionFields = toOptionFields(entry);
  const [problems, setProblems] = useState<PlacedProblems>(noProblems);

  const place = (error: Error): PlacedProblems => {
    if (!(error instanceof ApiProblem)) return { byField: {}, others: [explain(error)] };
    const inputNames = draft.mode === 'form' ? fields.map(({ name }) => `input.${name}`) : [];
    return placeProblems(error.problem, [...inputNames, ...optionFields.map(({ name }) => name)]);
  };

  const mutation = useMutation({
    mutationFn: (body: { name: string; input: unknown }) => postJson<Accepted>('/v1/commands', body),
    onSuccess: ({ id }, { input }) => {
      rememberRecent(localStorage, entry.name, input);
      router.push(`/commands/${id}`);
    },
    onError: (error) => setProblems(place(error)),
  });

  const submit = (): void => {
    const { input, problems: ofInput } = readInput();
    const options = toOptions(optionFields, draft.options);
    const byField = { ...ofInput, ...options.problems };
    setProblems({ byField, others: [] });
    if (Object.keys(byField).length === 0) mutation.mutate({ name: entry.name, input, ...options.input });
  };

  const setInput = (input: unknown): void => {
    setProblems(noProblems);
    fill(input, draft.mode);
  };

  const setMode = (mode: Mode): void => {
    const { input, problems: byField } = readInput();
    // What cannot be read cannot be carried over; it stays to be mended.
    if (Object.keys(byField).length > 0) setProblems({ byField, others: [] });
    else {
      setProblems(noProblems);
      fill(input, mode);
    }
  };

  return {
    ...writing,
    optionFields,
    problems,
    isPending: mutation.isPending || mutation.isSuccess,
    submit,
    setInput,
    setMode,
  };
};
